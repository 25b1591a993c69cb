using Presage.Models.Artefacts;
using Presage.Models.Forecasting;
using Presage.Models.Training;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>STID: no graph at all, but a learned vector for each node, time of day and weekday.</summary>
/// <param name="settings">Checked against the card.</param>
public sealed class StidForecaster(ModelSettings settings) : GraphForecaster(ModelCard, settings)
{
    const string WeekdaysNumber = "stid.weekdays";
    const long WeekMs = 7 * 86_400_000L;

    bool _hasWeekdays;

    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "stid",
        "STID",
        "forecasting",
        "A multilayer perceptron on each node's window beside learned vectors for the node, the time of day and the weekday.",
        "Shao et al. 2022, Spatial-Temporal Identity (arXiv:2208.05233).",
        "The window holds the values alone, as in the paper; the weekday has a vector only where train data cover a week. "
        + GraphPeerTraining.Changes,
        [
            new("width", "32", "width of each part of a node's state: 1 to 256"),
            new("layers", "3", "residual layers: 1 to 12"),
            new("dropout", "0.15", "share of the hidden values dropped: 0 to 0.9"),
            .. GraphPeerTraining.Cards(rounds: "30", batch: "32", learningRate: "0.002", weightDecay: "0.0001", loss: "absolute"),
        ])
    {
        UsesSeed = true,
    };

    /// <inheritdoc/>
    public override void Save(ArtefactWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber(WeekdaysNumber, _hasWeekdays ? 1 : 0);
        base.Save(writer);
    }

    /// <inheritdoc/>
    protected override FitReport FitWindows(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        _hasWeekdays = CoversWeek(task.Frame, task.TrainBins);
        return base.FitWindows(task, options, progress, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void LoadTensors(ArtefactReader reader, ForecastShape shape)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _hasWeekdays = reader.ReadNumber(WeekdaysNumber) > 0;
        base.LoadTensors(reader, shape);
    }

    private protected override TrainingSettings Training(ForecastTask task) => GraphPeerTraining.Of(Settings, task, Batching, chunkItems: 2);

    private protected override IReadOnlyList<SparseSupport> FindSupports(ForecastTask joint, int metrics) => [];

    private protected override ForecastNetwork Build(WindowShape shape) => new StidNetwork(Settings, shape, Nodes.Count, _hasWeekdays);

    static bool CoversWeek(Frame frame, BinRange train) =>
        frame.HasCalendar && (Math.Min(train.End, frame.Bins) - Math.Max(0, train.Start)) * frame.StepMs >= WeekMs;
}
