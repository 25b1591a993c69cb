using Presage.Models.Artefacts;
using Presage.Models.Forecasting;
using Presage.Models.Regression;
using Presage.Models.Training;

namespace Presage.Models.Graphs;

/// <summary>A graph forecaster that learns what a closed-form linear forecast of every node leaves.</summary>
/// <param name="card">What the model is.</param>
/// <param name="settings">The user's settings over the card's defaults.</param>
public abstract class ResidualGraphForecaster(ModelCard card, ModelSettings settings) : GraphForecaster(card, settings)
{
    ForecastTask? _single;

    /// <summary>What the linear forecast, and with it the network, may look at beyond a node's own window.</summary>
    private protected abstract NodeFeatureOptions FeatureOptions { get; }

    /// <inheritdoc/>
    protected override FitReport FitWindows(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        _single = task;
        return base.FitWindows(task, options, progress, cancellationToken);
    }

    private protected override LinearStart? FindStart(ForecastTask task, CancellationToken cancellationToken) => task.Share(
        $"{nameof(NodeStart)} {FeatureOptions}",
        () => NodeStart.Choose(task, _single!, Nodes.Count, FeatureOptions, cancellationToken));

    private protected override void Start(ForecastNetwork network, LinearStart? start)
    {
        base.Start(network, start);
        if (start is not null && network.Parameters.Parameters.Any(parameter => parameter.Name == NodeSkip.WeightName))
        {
            start.Forecast.Weights.CopyTo(network.Parameters.Get(NodeSkip.WeightName).Values);
            network.Parameters.MarkChanged();
        }
    }

    private protected override WindowFeatures LoadFeatures(ArtefactReader reader, ForecastShape shape) => NodeFeatures.AreIn(reader)
        ? NodeFeatures.Load(reader, shape.Lookback, shape.Horizon, Nodes.Count, shape.Metrics / Nodes.Count)
        : base.LoadFeatures(reader, shape);

    /// <summary>The training that the settings every such model has ask for.</summary>
    /// <param name="steps">Of the optimiser.</param>
    private protected TrainingSettings ResidualTraining(int steps) => new()
    {
        Loss = TrainingSettings.LossOf(Settings.GetText("loss")),
        Steps = steps,
        Batch = Settings.GetInt32("batch", 1, 1024),
        LearningRate = (float)Settings.GetDouble("learning-rate", 1e-6, 1),
        WeightDecay = (float)Settings.GetDouble("weight-decay", 0, 1),
        AverageDecay = (float)Settings.GetDouble("average", 0, 0.9999),
        ValidationInterval = 50,
        ValidationWindows = 512,
        ChunkItems = 2,
        Forecast = Batching,
    };

    /// <summary>A variant with some settings changed.</summary>
    private protected static Variant With(string name, params (string Key, string Value)[] overrides) =>
        new(name, overrides.ToDictionary(pair => pair.Key, pair => pair.Value));
}
