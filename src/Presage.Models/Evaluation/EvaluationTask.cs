using Presage.Models.Forecasting;
using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;

namespace Presage.Models.Evaluation;

/// <summary>One fit's worth of data: scaled windows of train, validation and test, and which steps are reported.</summary>
/// <param name="Scaler">Fitted on train bins; leads back to the metrics' own units.</param>
/// <param name="Split">Where train, validation and test lie.</param>
/// <param name="Train">Windows with all targets in train.</param>
/// <param name="Validation">Windows with all targets in validation; inputs may reach into train.</param>
/// <param name="Test">Windows with all targets in test; inputs may reach further left.</param>
/// <param name="Online">Windows from the start of validation to the end of test, also across their border: what online bands see.</param>
/// <param name="Reported">Steps that get a row each.</param>
/// <param name="Graph">Which entity depends on which; null where nothing is known.</param>
public sealed record EvaluationTask(
    FrameScaler Scaler,
    TimeSplit Split,
    WindowSet Train,
    WindowSet Validation,
    WindowSet Test,
    WindowSet Online,
    IReadOnlyList<ReportedSteps> Reported,
    Adjacency? Graph = null)
{
    /// <summary>T, H and N.</summary>
    public ForecastShape Shape => ForecastShape.Of(Train);

    /// <summary>Whether all targets of a window lie in test.</summary>
    /// <param name="origin">The window's newest input bin.</param>
    /// <returns>True for exactly the windows of <see cref="Test"/>.</returns>
    public bool IsTest(int origin) => origin + 1 >= Split.Test.Start && origin + Shape.Horizon < Split.Test.End;

    /// <summary>Whether errors are reported in the metrics' own units instead of train standard deviations.</summary>
    public bool InOwnUnits { get; init; }

    /// <summary>What a model may see.</summary>
    public ForecastTask ForecastTask { get; } = new(Train, Validation, Split.Train) { Graph = Graph };

    /// <summary>The same task for models that know the graph.</summary>
    /// <param name="graph">Any graph; entities it does not name are isolated.</param>
    public EvaluationTask On(ServiceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new EvaluationTask(
            Scaler, Split, Train, Validation, Test, Online, Reported, graph.AlignTo(Train.Frame.Entities).UnionAdjacency())
        {
            InOwnUnits = InOwnUnits,
        };
    }

    /// <summary>Scales a frame by its train bins and cuts windows from each part of a split.</summary>
    /// <param name="frame">The metrics' own units.</param>
    /// <param name="split">Where the parts lie.</param>
    /// <param name="options">The windows' shape.</param>
    /// <param name="reported">Steps that get a row each.</param>
    /// <param name="pooled">Whether all entities share one scale; see <see cref="FrameScaler.FitPooled"/>.</param>
    /// <param name="scale">Whether models see and forecast values or their logarithms.</param>
    /// <returns>A task; a part without enough observations has no windows.</returns>
    public static EvaluationTask Create(
        Frame frame,
        TimeSplit split,
        WindowOptions options,
        IReadOnlyList<ReportedSteps> reported,
        bool pooled = false,
        MetricScale scale = MetricScale.Linear)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        var every = options with { Hop = 1 }; // a hop thins out what is learned from, never what is reported
        var scaler = pooled ? FrameScaler.FitPooled(frame, split.Train, scale) : FrameScaler.Fit(frame, split.Train, scale);
        var scaled = scaler.Transform(frame);
        return new EvaluationTask(
            scaler,
            split,
            WindowSet.Create(scaled, split.Train, options),
            WindowSet.Create(scaled, split.Validation, every),
            WindowSet.Create(scaled, split.Test, every),
            WindowSet.Create(scaled, new BinRange(split.Validation.Start, Math.Max(split.Validation.End, split.Test.End)), every),
            reported);
    }
}
