using Presage.Models.Forecasting;

namespace Presage.Models.Regression;

/// <summary>Solves a linear forecast in closed form.</summary>
/// <remarks>
/// For each group of metrics and each step on its own, over the observed targets only:
/// w = (G + λ I)⁻¹ b, the constant not penalised. λ is a share of the mean of G's diagonal, one for all steps of a group,
/// chosen by the error on the validation windows, which follows from their moments without forecasting them.
/// </remarks>
static class RidgeSolver
{
    const long MomentBytes = 128L << 20;
    const double FallbackPenalty = 1e-4;
    static readonly double[] Penalties = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];

    /// <summary>Solves with the given sharing.</summary>
    /// <param name="task">Train and validation windows.</param>
    /// <param name="isCentred">Whether the mean of a window is taken out of input and target; otherwise there is a constant.</param>
    /// <param name="sharing">Which metrics share weights; null takes what has the lower validation error.</param>
    /// <param name="penalty">λ as a share of the mean diagonal; null chooses by validation.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Heard between blocks of windows.</param>
    public static RidgeSolution Solve(
        ForecastTask task, bool isCentred, RidgeSharing? sharing, double? penalty, int threads, CancellationToken cancellationToken)
    {
        double[] penalties = penalty is { } one ? [one] : task.Validation.Count > 0 ? Penalties : [FallbackPenalty];
        int metrics = task.Shape.Metrics;
        var shared = new RidgePath(task.Shape, isCentred, penalties);
        var own = new RidgePath[metrics];
        foreach (var steps in StepRanges(task))
        {
            if (sharing == RidgeSharing.All)
            {
                int[] all = [.. Enumerable.Range(0, metrics)];
                shared.Solve(
                    LaggedMoments.Sum(task.Train, all, steps, threads, cancellationToken),
                    LaggedMoments.Sum(task.Validation, all, steps, threads, cancellationToken),
                    steps);
                continue;
            }

            LaggedMoments? train = null;
            LaggedMoments? validation = null;
            for (int metric = 0; metric < metrics; metric++)
            {
                var ownTrain = LaggedMoments.Sum(task.Train, [metric], steps, threads, cancellationToken);
                var ownValidation = LaggedMoments.Sum(task.Validation, [metric], steps, threads, cancellationToken);
                (own[metric] ??= new RidgePath(task.Shape, isCentred, penalties)).Solve(ownTrain, ownValidation, steps);
                if (sharing is null && train is null)
                {
                    (train, validation) = (ownTrain, ownValidation);
                }
                else if (sharing is null)
                {
                    train!.Add(ownTrain);
                    validation!.Add(ownValidation);
                }
            }

            if (train is not null)
            {
                shared.Solve(train, validation!, steps);
            }
        }

        return sharing switch
        {
            RidgeSharing.All => RidgePath.Collect(task.Shape, RidgeSharing.All, [shared]),
            RidgeSharing.Metric => RidgePath.Collect(task.Shape, RidgeSharing.Metric, own),
            _ => Better(RidgePath.Collect(task.Shape, RidgeSharing.Metric, own), RidgePath.Collect(task.Shape, RidgeSharing.All, [shared])),
        };
    }

    static RidgeSolution Better(RidgeSolution own, RidgeSolution shared) =>
        shared.ValidationError < own.ValidationError ? shared : own;

    // Where targets are missing, each step has moments of its own: not more steps at a time than fit.
    static IEnumerable<Range> StepRanges(ForecastTask task)
    {
        int horizon = task.Shape.Horizon;
        int most = HasMissing(task) ? (int)Math.Clamp(MomentBytes / LaggedMoments.StepBytes(task.Shape.Lookback), 1, horizon) : horizon;
        for (int first = 0; first < horizon; first += most)
        {
            yield return first..Math.Min(horizon, first + most);
        }
    }

    static bool HasMissing(ForecastTask task)
    {
        var frame = task.Frame;
        for (int row = 0; row < frame.Entities.Count * frame.Metrics.Count; row++)
        {
            foreach (float value in frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count))
            {
                if (float.IsNaN(value))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
