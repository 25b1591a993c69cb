using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;
using Presage.Tensors.LinearAlgebra;

namespace Presage.Models.Graphs;

/// <summary>The graphs that are known before training: the given one in both directions and over two edges, and who moves with whom.</summary>
static class GraphSupports
{
    /// <summary>The parameter in which networks keep them: [K, N, N].</summary>
    public const string ParameterName = "supports";

    const int MostCorrelated = 10;

    /// <summary>Callees and callers.</summary>
    /// <param name="graph">The given graph; without edges it gives no support.</param>
    /// <param name="nodes">N.</param>
    public static IReadOnlyList<SparseSupport> Directions(Adjacency? graph, int nodes)
    {
        if (graph is not { Entries.Count: > 0 } || nodes < 2)
        {
            return [];
        }

        float[] forward = graph.ToDense();
        return [SparseSupport.Of(forward, nodes), SparseSupport.Of(Transposed(forward, nodes), nodes)];
    }

    /// <summary>Who moves with whom when the time of day is taken out.</summary>
    /// <param name="frame">One entity whose metrics are the columns.</param>
    /// <param name="train">The bins that may be looked at.</param>
    /// <param name="metrics">F.</param>
    /// <param name="days">What is expected of a time of day; may be null.</param>
    public static SparseSupport Correlated(Frame frame, BinRange train, int metrics, DayProfiles? days) =>
        SparseSupport.Of(Correlation(frame, train, metrics, frame.Metrics.Count / metrics, days), frame.Metrics.Count / metrics);

    /// <summary>The directions, the given graph over two edges, and correlation.</summary>
    /// <param name="graph">The given graph; without edges it gives no support.</param>
    /// <param name="frame">One entity whose metrics are the columns.</param>
    /// <param name="train">The bins that may be looked at.</param>
    /// <param name="metrics">F.</param>
    /// <param name="days">What is expected of a time of day, and does not count as moving together; may be null.</param>
    public static IReadOnlyList<SparseSupport> Of(Adjacency? graph, Frame frame, BinRange train, int metrics, DayProfiles? days)
    {
        int nodes = frame.Metrics.Count / metrics;
        var supports = new List<SparseSupport>();
        if (nodes < 2)
        {
            return supports;
        }

        supports.AddRange(Directions(graph, nodes));
        if (supports.Count > 0)
        {
            supports.Add(SparseSupport.Of(OverTwo(graph!.ToDense(), nodes), nodes));
        }

        supports.Add(Correlated(frame, train, metrics, days));
        return supports;
    }

    static float[] Transposed(float[] matrix, int nodes)
    {
        var transposed = new float[matrix.Length];
        for (int row = 0; row < nodes; row++)
        {
            for (int column = 0; column < nodes; column++)
            {
                transposed[(column * nodes) + row] = matrix[(row * nodes) + column];
            }
        }

        return transposed;
    }

    // Weights of the second edge, summed over what lies between.
    static float[] OverTwo(float[] matrix, int nodes)
    {
        var product = new float[matrix.Length];
        for (int row = 0; row < nodes; row++)
        {
            for (int between = 0; between < nodes; between++)
            {
                if (between == row || matrix[(row * nodes) + between] <= 0)
                {
                    continue;
                }

                for (int column = 0; column < nodes; column++)
                {
                    product[(row * nodes) + column] += column == between ? 0 : matrix[(between * nodes) + column];
                }
            }
        }

        return product;
    }

    // Pearson of what is left when the time of day is taken out, mean over the metrics; the strongest positive ones of each node.
    static float[] Correlation(Frame frame, BinRange train, int metrics, int nodes, DayProfiles? days)
    {
        var total = new float[nodes * nodes];
        for (int metric = 0; metric < metrics; metric++)
        {
            int end = Math.Min(train.End, frame.Bins);
            var residuals = new float[nodes][];
            for (int node = 0; node < nodes; node++)
            {
                residuals[node] = Residuals(frame, train.Start, end, (node * metrics) + metric, days);
            }

            for (int row = 0; row < nodes; row++)
            {
                for (int column = row + 1; column < nodes; column++)
                {
                    float value = DotProduct.Of(residuals[row], residuals[column]);
                    total[(row * nodes) + column] += value;
                    total[(column * nodes) + row] += value;
                }
            }
        }

        var kept = new float[total.Length];
        for (int row = 0; row < nodes; row++)
        {
            var order = Enumerable.Range(0, nodes).Where(column => column != row).OrderByDescending(column => total[(row * nodes) + column]);
            foreach (int column in order.Take(MostCorrelated))
            {
                kept[(row * nodes) + column] = Math.Max(0, total[(row * nodes) + column]);
            }
        }

        return kept;
    }

    // Centred, of length one; 0 where missing, and all 0 for what never varies.
    static float[] Residuals(Frame frame, int start, int end, int column, DayProfiles? days)
    {
        var values = frame.Values(0, column)[start..end];
        var residuals = new float[values.Length];
        double sum = 0;
        int count = 0;
        for (int i = 0; i < residuals.Length; i++)
        {
            residuals[i] = values[i] - (days?.MeanOfOthers(frame.TimeMs(start + i), column) ?? 0);
            if (!float.IsNaN(residuals[i]))
            {
                sum += residuals[i];
                count++;
            }
        }

        double squares = 0;
        for (int i = 0; i < residuals.Length; i++)
        {
            residuals[i] = float.IsNaN(residuals[i]) ? 0 : (float)(residuals[i] - (sum / count));
            squares += (double)residuals[i] * residuals[i];
        }

        float scale = squares > 1e-8 * Math.Max(1, count) ? (float)(1 / Math.Sqrt(squares)) : 0;
        foreach (ref float residual in residuals.AsSpan())
        {
            residual *= scale;
        }

        return residuals;
    }
}
