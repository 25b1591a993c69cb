using Presage.Models.Regression;
using Presage.Models.Training;

namespace Presage.Models.Forecasting;

/// <summary>P1: a recurrent short channel and an attention long channel over several time scales, with a linear skip.</summary>
public sealed class DualChannelForecaster : NetworkForecaster
{
    readonly DualChannelSettings _settings;

    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "dual-channel",
        "Dual channel (P1)",
        "forecasting",
        "A recurrent short channel and an attention long channel over several time scales, beside a linear forecast that they correct.",
        "C. Wang, Towards Intelligent Backend Operations via Unified Temporal Representation and Prediction Modeling, equations 1 to 6.",
        "Parts that the paper only names are built as attention pooling, a gated residual and shared channels over averaged tokens; tokens of four "
        + "steps, instance normalisation, a linear skip started at its closed form, direct multi-step output and the absolute error beside the "
        + "squared one are added.",
        DualChannelSettings.Cards)
    {
        UsesSeed = true,
    };

    /// <summary>The model literally as printed, and without each of its parts.</summary>
    public static IReadOnlyList<Variant> Variants { get; } =
    [
        Without("as printed in the paper", ("patch", "1"), ("scales", "1"), ("fusion", "tanh"), ("calibration", "off"), ("aggregation", "off"),
            ("instance-norm", "off"), ("linear-skip", "off"), ("features", "off"), ("position", "off"), ("dropout", "0"), ("loss", "squared")),
        Without("without short channel", ("short-channel", "off")),
        Without("without long channel", ("long-channel", "off")),
        Without("without multi-scale", ("scales", "1")),
        Without("fusion as printed", ("fusion", "tanh")),
        Without("without calibration", ("calibration", "off")),
        Without("without aggregation", ("aggregation", "off")),
        Without("without instance norm", ("instance-norm", "off")),
        Without("without linear skip", ("linear-skip", "off")),
        Without("without features", ("features", "off")),
        Without("squared loss", ("loss", "squared")),
        Without("linear skip alone", ("steps", "0")),
    ];

    /// <summary>Makes an unfitted model.</summary>
    /// <param name="settings">Checked against the card.</param>
    /// <exception cref="SettingException">A value is out of its range.</exception>
    public DualChannelForecaster(ModelSettings settings)
        : base(ModelCard, settings)
    {
        _settings = DualChannelSettings.From(settings);
    }

    private protected override TrainingSettings Training(ForecastTask task) => new()
    {
        Loss = TrainingSettings.LossOf(Settings.GetText("loss")),
        Steps = Settings.GetInt32("steps", 0, 100_000),
        Batch = Settings.GetInt32("batch", 1, 1024),
        LearningRate = (float)Settings.GetDouble("learning-rate", 1e-6, 1),
        WeightDecay = (float)Settings.GetDouble("weight-decay", 0, 1),
        AverageDecay = (float)Settings.GetDouble("average", 0, 0.9999),
        Patience = Settings.GetInt32("patience", 1, 1000),
    };

    private protected override ForecastNetwork Build(WindowShape shape) => new DualChannelNetwork(_settings, shape);

    private protected override LinearStart? FindStart(ForecastTask task, CancellationToken cancellationToken) =>
        _settings.Skip
            ? task.Share(nameof(LinearStart), () => LinearStart.Choose(task.Train, task.Validation, cancellationToken))
            : null;

    private protected override void Start(ForecastNetwork network, LinearStart? start)
    {
        if (start is null)
        {
            return;
        }

        start.Forecast.Weights.CopyTo(network.Parameters.Get("skip.weight").Values);
        network.Parameters.MarkChanged();
    }

    static Variant Without(string name, params (string Key, string Value)[] overrides) =>
        new(name, overrides.ToDictionary(pair => pair.Key, pair => pair.Value));
}
