using Presage.Models.Forecasting;
using Presage.Models.Regression;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>The closed-form linear forecast of every node: weights of their own for each metric, shared over the nodes.</summary>
static class NodeStart
{
    // Of its error, mean over the parts; a few days prove less than they seem to.
    const double LeastAdvantage = 0.05;

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
        var features = Features(task, nodes, options);
        using var fitted = DirectRidge.Accumulate(task.Train, features, metrics, cancellation);
        if (task.Validation.Count == 0)
        {
            return new LinearStart(features, Shared(fitted.Solve(Ridges[1]), metrics), double.NaN);
        }

        using var held = DirectRidge.Accumulate(task.Validation, features, metrics, cancellation);
        return Ridges.Select(ridge => fitted.Solve(ridge))
            .Select(forecast => new LinearStart(features, Shared(forecast, metrics), held.Error(forecast)))
            .MinBy(start => start.ValidationError)!;
    }

    /// <summary>What the forecast of a task looks at.</summary>
    /// <param name="task">Joint windows; their metrics are the columns.</param>
    /// <param name="nodes">N.</param>
    /// <param name="options">What it may look at.</param>
    public static NodeFeatures Features(ForecastTask task, int nodes, NodeFeatureOptions options)
    {
        int metrics = task.Shape.Metrics / nodes;
        var days = options.Days ? Days(task)?.Copy() : null;
        var drift = days is null || !options.FollowsLevel ? null : Drift(task, days).Copy(days);
        IReadOnlyList<SparseSupport> supports = options.Graph ? GraphSupports.Of(task.Graph, task.Frame, task.TrainBins, metrics, days) : [];
        return new NodeFeatures(task.Shape.Lookback, task.Shape.Horizon, nodes, metrics, options.Metrics, days, drift, supports);
    }

    /// <summary>The better of the linear forecast that sees days and neighbours and the one that sees a metric's own window alone.</summary>
    /// <remarks>
    /// A day is a single example of what a day does, and a validation part is often no longer than one. The two are therefore compared on
    /// the later parts of train as well, each time fitted on what came before, and the first is taken only where it is clearly better in
    /// the mean over all parts.
    /// </remarks>
    /// <param name="joint">Joint windows.</param>
    /// <param name="single">The windows they were made from.</param>
    /// <param name="nodes">N.</param>
    /// <param name="options">What the first may look at.</param>
    /// <param name="cancellation">Stops between windows.</param>
    public static LinearStart Choose(ForecastTask joint, ForecastTask single, int nodes, NodeFeatureOptions options, CancellationToken cancellation)
    {
        var wide = Fit(joint, nodes, options, cancellation);
        var own = Own(joint, single, cancellation);
        double advantage = Advantage(own, wide);
        int parts = 1;
        foreach (var (trainEnd, validationEnd) in Parts(joint.TrainBins))
        {
            var (earlierJoint, earlierSingle) = (joint.Earlier(trainEnd, validationEnd), single.Earlier(trainEnd, validationEnd));
            if (earlierSingle.Train.Count > 0 && earlierSingle.Validation.Count > 0)
            {
                advantage += Advantage(Own(earlierJoint, earlierSingle, cancellation), Fit(earlierJoint, nodes, options, cancellation));
                parts++;
            }
        }

        return advantage < LeastAdvantage * parts ? own : wide;
    }

    // By how much of its error the first is worse; without validation windows nothing is known.
    static double Advantage(LinearStart own, LinearStart wide) =>
        double.IsNaN(own.ValidationError) || double.IsNaN(wide.ValidationError) ? 0 : (own.ValidationError - wide.ValidationError) / own.ValidationError;

    /// <summary>The later parts of train, each to be forecast from what came before.</summary>
    public static IEnumerable<(int TrainEnd, int ValidationEnd)> Parts(BinRange train)
    {
        int quarter = train.Length / 4;
        yield return (train.Start + (2 * quarter), train.Start + (3 * quarter));
        yield return (train.Start + (3 * quarter), train.End);
    }

    static LinearStart Own(ForecastTask joint, ForecastTask single, CancellationToken cancellation) =>
        Lift(LinearStart.Choose(single.Train, single.Validation, cancellation), joint, cancellation);

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

    /// <summary>One set of weights a metric, of those that were solved once for each column.</summary>
    public static LinearForecast Shared(LinearForecast forecast, int metrics) =>
        new(metrics, forecast.Features, forecast.Horizon, forecast.Weights[..(metrics * forecast.Features * forecast.Horizon)]);

    static DayProfiles? Days(ForecastTask task) => task.Share(
        "days", () => new Remembered(DayProfiles.Remember(task.Frame, task.TrainBins))).Days;

    static LevelDrift Drift(ForecastTask task, DayProfiles days) => task.Share(
        "drift", () => LevelDrift.Learn(days, task.Frame, task.TrainBins));

    sealed record Remembered(DayProfiles? Days);
}
