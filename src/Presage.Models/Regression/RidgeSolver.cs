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
        var shared = new RidgePath(task.Shape, isCentred, penalties);
        var own = Enumerable.Range(0, task.Shape.Metrics).Select(_ => new RidgePath(task.Shape, isCentred, penalties)).ToArray();
        int[] groupOf = sharing == RidgeSharing.All ? new int[own.Length] : [.. Enumerable.Range(0, own.Length)];
        double missing = MissingShare(task);
        foreach (var steps in StepRanges(task, missing > 0, groupOf.Max() + 1))
        {
            var train = LaggedMoments.Sum(task.Train, groupOf, steps, missing > 0.5, threads, cancellationToken);
            var validation = LaggedMoments.Sum(task.Validation, groupOf, steps, missing > 0.5, threads, cancellationToken);
            for (int metric = 0; metric < own.Length && sharing != RidgeSharing.All; metric++)
            {
                own[metric].Solve(train[metric], validation[metric], steps);
            }

            if (sharing != RidgeSharing.Metric)
            {
                for (int group = 1; group < train.Length; group++)
                {
                    train[0].Add(train[group]);
                    validation[0].Add(validation[group]);
                }

                shared.Solve(train[0], validation[0], steps);
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
    static IEnumerable<Range> StepRanges(ForecastTask task, bool isMissing, int groups)
    {
        int horizon = task.Shape.Horizon;
        int most = isMissing ? (int)Math.Clamp(MomentBytes / (groups * LaggedMoments.StepBytes(task.Shape.Lookback)), 1, horizon) : horizon;
        for (int first = 0; first < horizon; first += most)
        {
            yield return first..Math.Min(horizon, first + most);
        }
    }

    static double MissingShare(ForecastTask task)
    {
        var frame = task.Frame;
        long missing = 0;
        for (int row = 0; row < frame.Entities.Count * frame.Metrics.Count; row++)
        {
            foreach (float value in frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count))
            {
                missing += float.IsNaN(value) ? 1 : 0;
            }
        }

        return missing / Math.Max(1.0, (double)frame.Bins * frame.Entities.Count * frame.Metrics.Count);
    }
}
