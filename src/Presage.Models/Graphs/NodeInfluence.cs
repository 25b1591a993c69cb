using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>How far the forecast of each node moves when the past of another one is held at its train mean.</summary>
/// <remarks>Looks at what a model does and not into it, so that models of every kind can be compared.</remarks>
static class NodeInfluence
{
    const int ForecastsAtMost = 2048;
    const int LeastWindows = 4;
    const int MostWindows = 64;

    /// <summary>Forecasts some windows of a set: windows, which of them, [indices, H, N x F].</summary>
    public delegate void Compute(WindowSet joint, ReadOnlySpan<int> indices, Span<float> forecast);

    /// <summary>Takes each node's past away in turn.</summary>
    /// <param name="joint">Joint windows in deviations from the train mean; at least one.</param>
    /// <param name="nodes">N.</param>
    /// <param name="compute">Forecasts windows.</param>
    /// <param name="cancellationToken">Heard between nodes.</param>
    /// <returns>[N, N], the mean over windows, steps and metrics in deviations: row i how far node i moves without each node.</returns>
    public static float[] Of(WindowSet joint, int nodes, Compute compute, CancellationToken cancellationToken)
    {
        int[] indices = Spread(joint.Count, Math.Clamp(ForecastsAtMost / nodes, LeastWindows, MostWindows));
        var shape = ForecastShape.Of(joint);
        int metrics = shape.Metrics / nodes;
        var plain = new float[indices.Length * shape.OutputLength];
        var moved = new float[plain.Length];
        compute(joint, indices, plain);
        var strengths = new float[nodes * nodes];
        for (int node = 0; node < nodes; node++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            compute(Without(joint, node * metrics, metrics), indices, moved);
            var sums = new double[nodes];
            for (int place = 0; place < plain.Length; place++)
            {
                sums[place % shape.Metrics / metrics] += Math.Abs(plain[place] - moved[place]);
            }

            for (int other = 0; other < nodes; other++)
            {
                strengths[(other * nodes) + node] = (float)(sums[other] * nodes / plain.Length);
            }
        }

        return strengths;
    }

    /// <summary>Some indices of many, at equal distances.</summary>
    public static int[] Spread(int count, int most)
    {
        int kept = Math.Min(count, most);
        return [.. Enumerable.Range(0, kept).Select(index => (int)((long)index * count / kept))];
    }

    // What was missing stays missing, so that the windows are the same.
    static WindowSet Without(WindowSet joint, int first, int count)
    {
        var frame = joint.Frame;
        var values = new float[frame.Metrics.Count * frame.Bins];
        for (int column = 0; column < frame.Metrics.Count; column++)
        {
            var target = values.AsSpan(column * frame.Bins, frame.Bins);
            frame.Values(0, column).CopyTo(target);
            if (column >= first && column < first + count)
            {
                foreach (ref float value in target)
                {
                    value = float.IsNaN(value) ? value : 0;
                }
            }
        }

        return joint.OfFrame(frame.With(values));
    }
}
