using Presage.Models.Forecasting;
using Presage.Models.Regression;

namespace Presage.Models.Graphs;

/// <summary>The closed-form linear forecast of every node: weights of their own for each metric, shared over the nodes.</summary>
static class NodeStart
{
    static readonly double[] Ridges = [30, 300, 3000, 30000];

    /// <summary>Fits on the train windows and chooses the penalty by the validation windows.</summary>
    /// <param name="task">Joint windows; their metrics are the columns.</param>
    /// <param name="nodes">N.</param>
    /// <param name="options">What the forecast may look at.</param>
    /// <param name="cancellation">Stops between windows.</param>
    /// <returns>The features of all columns, and one set of weights a metric: [F, P, H].</returns>
    public static LinearStart Fit(ForecastTask task, int nodes, NodeFeatureOptions options, CancellationToken cancellation)
    {
        int metrics = task.Shape.Metrics / nodes;
        var days = options.Days ? task.Share("days", () => new Remembered(DayProfiles.Remember(task.Frame, task.TrainBins))).Days?.Copy() : null;
        IReadOnlyList<SparseSupport> supports = options.Graph ? GraphSupports.Of(task.Graph, task.Frame, task.TrainBins, metrics, days) : [];
        var features = new NodeFeatures(task.Shape.Lookback, task.Shape.Horizon, task.Shape.Metrics, days, supports);
        using var fitted = DirectRidge.Accumulate(task.Train, features, metrics, cancellation);
        if (task.Validation.Count == 0)
        {
            return new LinearStart(features, Shared(fitted.Solve(Ridges[1]), metrics), double.NaN);
        }

        using var held = DirectRidge.Accumulate(task.Validation, features, metrics, cancellation);
        return Ridges.Select(fitted.Solve)
            .Select(forecast => new LinearStart(features, Shared(forecast, metrics), held.Error(forecast)))
            .MinBy(start => start.ValidationError)!;
    }

    /// <summary>The better of the linear forecast that sees days and neighbours and the one that sees a metric's own window alone.</summary>
    /// <param name="joint">Joint windows.</param>
    /// <param name="single">The windows they were made from.</param>
    /// <param name="nodes">N.</param>
    /// <param name="options">What the first may look at.</param>
    /// <param name="cancellation">Stops between windows.</param>
    public static LinearStart Choose(ForecastTask joint, ForecastTask single, int nodes, NodeFeatureOptions options, CancellationToken cancellation)
    {
        var wide = Fit(joint, nodes, options, cancellation);
        var own = Lift(LinearStart.Choose(single.Train, single.Validation, cancellation), joint, cancellation);
        return own.ValidationError < wide.ValidationError ? own : wide;
    }

    // What was fitted on single windows describes the columns of joint ones just as well.
    static LinearStart Lift(LinearStart own, ForecastTask joint, CancellationToken cancellation)
    {
        var features = ((WindowContext)own.Features).For(joint.Shape.Metrics);
        if (joint.Validation.Count == 0)
        {
            return own with { Features = features };
        }

        using var held = DirectRidge.Accumulate(joint.Validation, features, own.Forecast.Metrics, cancellation);
        return new LinearStart(features, own.Forecast, held.Error(own.Forecast));
    }

    static LinearForecast Shared(LinearForecast forecast, int metrics) =>
        new(metrics, forecast.Features, forecast.Horizon, forecast.Weights[..(metrics * forecast.Features * forecast.Horizon)]);

    sealed record Remembered(DayProfiles? Days);
}
