using Presage.Models.Training;

namespace Presage.Models.Forecasting;

/// <summary>A gated recurrent network: the plain neural opponent.</summary>
/// <param name="settings">Checked against the card.</param>
public sealed class GruForecaster(ModelSettings settings) : NetworkForecaster(ModelCard, settings)
{
    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "gru",
        "GRU",
        "forecasting",
        "A gated recurrent network over the window; its last state is mapped to all steps ahead.",
        "Cho et al. 2014 (arXiv:1406.1078), with the reset after the product as torch.nn.GRU has it.",
        "Instance normalisation, without which a recurrent network does not follow a drifting load; a variant shows it without.",
        [
            new("hidden", "64", "width of the state: 8 to 256"),
            new("depth", "1", "layers: 1 to 4"),
            new("dropout", "0", "share dropped between layers: 0 to 0.9"),
            new("instance-norm", "on", "normalise each window and undo it on the forecast", ["on", "off"]),
            new("steps", "600", "steps of the optimiser: 1 to 100000"),
            new("batch", "128", "windows in a batch: 1 to 1024"),
            new("learning-rate", "0.003", "the highest learning rate: 0.000001 to 1"),
        ])
    {
        UsesSeed = true,
    };

    /// <summary>Without its instance normalisation.</summary>
    public static IReadOnlyList<Variant> Variants { get; } =
        [new("without instance norm", new Dictionary<string, string> { ["instance-norm"] = "off" })];

    private protected override TrainingSettings Training(ForecastTask task) => new()
    {
        Steps = Settings.GetInt32("steps", 1, 100_000),
        Batch = Settings.GetInt32("batch", 1, 1024),
        LearningRate = (float)Settings.GetDouble("learning-rate", 1e-6, 1),
        WeightDecay = 0f,
    };

    private protected override ForecastNetwork Build(WindowShape shape) => new GruNetwork(
        shape,
        Settings.GetInt32("hidden", 8, 256),
        Settings.GetInt32("depth", 1, 4),
        (float)Settings.GetDouble("dropout", 0, 0.9),
        Settings.GetSwitch("instance-norm"));
}
