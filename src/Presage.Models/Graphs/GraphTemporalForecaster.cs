using Presage.Models.Artefacts;
using Presage.Models.Forecasting;
using Presage.Models.Regression;
using Presage.Models.Training;

namespace Presage.Models.Graphs;

/// <summary>P2: load of all services together, along edges that are known and edges that are learned.</summary>
public sealed class GraphTemporalForecaster : GraphForecaster
{
    readonly GraphTemporalSettings _settings;
    ForecastTask? _single;

    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "graph-temporal",
        "Graph temporal (P2)",
        "forecasting",
        "Graph convolutions along learned and known edges and a recurrent network per node, beside a linear forecast that they correct.",
        "Y. Wang, graph-structured temporal dynamic learning.",
        "Heads, temporal relevance and sparsity are completed where the paper is silent; the known graph, correlation and an adaptive graph beside "
        + "the attention edges, node and time embeddings, the profiles of earlier days, a linear skip started at its closed form and direct "
        + "multi-step output are added.",
        GraphTemporalSettings.Cards)
    {
        UsesSeed = true,
    };

    /// <summary>Without each of its parts.</summary>
    public static IReadOnlyList<Variant> Variants { get; } =
    [
        With("without graph", ("graph", "off")),
        With("without GRU", ("recurrence", "off")),
        With("attention edges alone", ("supports", "off"), ("adaptive", "off")),
        With("without attention edges", ("attention", "off")),
        With("without linear skip", ("linear-skip", "off")),
        With("without days", ("days", "off")),
        With("absolute loss", ("loss", "absolute")),
        With("linear skip alone", ("steps", "0")),
    ];

    /// <summary>Makes an unfitted model.</summary>
    /// <param name="settings">Checked against the card.</param>
    /// <exception cref="SettingException">A value is out of its range.</exception>
    public GraphTemporalForecaster(ModelSettings settings)
        : base(ModelCard, settings)
    {
        _settings = GraphTemporalSettings.From(settings);
    }

    NodeFeatureOptions FeatureOptions => new(_settings.Graph, _settings.Days);

    /// <inheritdoc/>
    protected override FitReport FitWindows(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        _single = task;
        return base.FitWindows(task, options, progress, cancellationToken);
    }

    private protected override TrainingSettings Training(ForecastTask task) => new()
    {
        Loss = TrainingSettings.LossOf(Settings.GetText("loss")),
        Steps = Settings.GetInt32("steps", 0, 100_000),
        Batch = Settings.GetInt32("batch", 1, 1024),
        LearningRate = (float)Settings.GetDouble("learning-rate", 1e-6, 1),
        WeightDecay = (float)Settings.GetDouble("weight-decay", 0, 1),
        AverageDecay = (float)Settings.GetDouble("average", 0, 0.9999),
        ValidationInterval = 50,
        ValidationWindows = 512,
        ChunkItems = 2,
        Forecast = Batching,
    };

    private protected override IReadOnlyList<SparseSupport> FindSupports(ForecastTask joint, int metrics) => _settings.Supports
        ? GraphSupports.Of(joint.Graph, joint.Frame, joint.TrainBins, metrics, DayProfiles.Remember(joint.Frame, joint.TrainBins))
        : [];

    private protected override ForecastNetwork Build(WindowShape shape) => new GraphTemporalNetwork(_settings, shape, Nodes.Count, SupportCount);

    private protected override LinearStart? FindStart(ForecastTask task, CancellationToken cancellationToken) => task.Share(
        $"{nameof(NodeStart)} {FeatureOptions}",
        () => NodeStart.Choose(task, _single!, Nodes.Count, FeatureOptions, cancellationToken));

    private protected override void Start(ForecastNetwork network, LinearStart? start)
    {
        base.Start(network, start);
        if (start is not null && _settings.Skip)
        {
            start.Forecast.Weights.CopyTo(network.Parameters.Get("skip.weight").Values);
            network.Parameters.MarkChanged();
        }
    }

    private protected override WindowFeatures LoadFeatures(ArtefactReader reader, ForecastShape shape) => NodeFeatures.AreIn(reader)
        ? NodeFeatures.Load(reader, shape.Lookback, shape.Horizon, Nodes.Count, shape.Metrics / Nodes.Count)
        : base.LoadFeatures(reader, shape);

    static Variant With(string name, params (string Key, string Value)[] overrides) =>
        new(name, overrides.ToDictionary(pair => pair.Key, pair => pair.Value));
}
