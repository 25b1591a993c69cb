using Presage.Models.Forecasting;

namespace Presage.Models.Graphs;

/// <summary>The matrices through which published models look at a graph, as supports.</summary>
/// <remarks>Where no graph is given, who moves with whom stands for it, as <see cref="GraphSupports"/> finds it.</remarks>
static class GraphMatrices
{
    const double Converged = 1e-9;
    const int PowerSteps = 1000;

    /// <summary>Weights of edges in either direction: w_ij = max(a_ij, a_ji), without a diagonal.</summary>
    /// <param name="joint">The task.</param>
    /// <param name="metrics">F.</param>
    /// <returns>[N, N].</returns>
    public static float[] Undirected(ForecastTask joint, int metrics)
    {
        int nodes = joint.Frame.Metrics.Count / metrics;
        float[] weights = joint.Graph is { Entries.Count: > 0 } graph
            ? graph.ToDense()
            : GraphSupports.Of(null, joint.Frame, joint.TrainBins, metrics, days: null) is [var correlation, ..] ? correlation.ToDense() : new float[nodes * nodes];
        for (int row = 0; row < nodes; row++)
        {
            weights[(row * nodes) + row] = 0;
            for (int column = 0; column < row; column++)
            {
                float weight = Math.Max(weights[(row * nodes) + column], weights[(column * nodes) + row]);
                (weights[(row * nodes) + column], weights[(column * nodes) + row]) = (weight, weight);
            }
        }

        return weights;
    }

    /// <summary>D^-½ (W + I) D^-½ with D of W + I: Kipf and Welling 2017 (arXiv:1609.02907).</summary>
    /// <param name="weights">W [N, N], symmetric and not negative.</param>
    /// <param name="nodes">N.</param>
    /// <returns>[N, N].</returns>
    public static float[] Normalised(ReadOnlySpan<float> weights, int nodes)
    {
        var root = new double[nodes];
        for (int row = 0; row < nodes; row++)
        {
            root[row] = 1 / Math.Sqrt(1 + Degree(weights, nodes, row));
        }

        var normalised = new float[nodes * nodes];
        for (int row = 0; row < nodes; row++)
        {
            for (int column = 0; column < nodes; column++)
            {
                double weight = weights[(row * nodes) + column] + (row == column ? 1 : 0);
                normalised[(row * nodes) + column] = (float)(root[row] * weight * root[column]);
            }
        }

        return normalised;
    }

    /// <summary>T_0 to T_{K-1}: T_0 = I, T_1 = L̃, T_k = 2 L̃ T_{k-1} - T_{k-2}, with L̃ = 2 L/λ_max - I and L = D - W.</summary>
    /// <param name="weights">W [N, N], symmetric and not negative.</param>
    /// <param name="nodes">N.</param>
    /// <param name="count">K, at least 1.</param>
    /// <param name="isElementwise">
    /// Whether L̃ T_{k-1} is the product element by element, as in the code of ASTGCN's authors, and not the matrix product that is meant.
    /// </param>
    /// <returns>K matrices [N, N].</returns>
    public static IReadOnlyList<float[]> Chebyshev(ReadOnlySpan<float> weights, int nodes, int count, bool isElementwise)
    {
        var scaled = ScaledLaplacian(weights, nodes);
        var terms = new List<double[]> { Identity(nodes) };
        for (int order = 1; order < count; order++)
        {
            if (order == 1)
            {
                terms.Add(scaled);
                continue;
            }

            var product = isElementwise ? Elementwise(scaled, terms[order - 1]) : Product(scaled, terms[order - 1], nodes);
            for (int place = 0; place < product.Length; place++)
            {
                product[place] = (2 * product[place]) - terms[order - 2][place];
            }

            terms.Add(product);
        }

        return [.. terms.Select(term => Array.ConvertAll(term, value => (float)value))];
    }

    static double[] ScaledLaplacian(ReadOnlySpan<float> weights, int nodes)
    {
        var laplacian = new double[nodes * nodes];
        for (int row = 0; row < nodes; row++)
        {
            for (int column = 0; column < nodes; column++)
            {
                laplacian[(row * nodes) + column] = row == column ? Degree(weights, nodes, row) : -(double)weights[(row * nodes) + column];
            }
        }

        double largest = LargestEigenvalue(laplacian, nodes);
        double scale = largest > 0 ? 2 / largest : 0;
        for (int place = 0; place < laplacian.Length; place++)
        {
            laplacian[place] = (scale * laplacian[place]) - (place % (nodes + 1) == 0 ? 1 : 0);
        }

        return laplacian;
    }

    // By power iteration: a Laplacian has no negative eigenvalue, so the largest is also the largest in size.
    static double LargestEigenvalue(double[] matrix, int nodes)
    {
        var vector = Enumerable.Range(0, nodes).Select(node => 1 + Math.Sin(node + 1)).ToArray();
        double value = 0;
        for (int step = 0; step < PowerSteps; step++)
        {
            var next = Product(matrix, vector, nodes);
            double length = Math.Sqrt(next.Sum(one => one * one));
            if (!(length > 0))
            {
                return 0;
            }

            vector = Array.ConvertAll(next, one => one / length);
            if (Math.Abs(length - value) <= Converged * length)
            {
                return length;
            }

            value = length;
        }

        return value;
    }

    // [N, N] by [N, columns].
    static double[] Product(double[] left, double[] right, int nodes)
    {
        int columns = right.Length / nodes;
        var product = new double[right.Length];
        for (int row = 0; row < nodes; row++)
        {
            for (int between = 0; between < nodes; between++)
            {
                double factor = left[(row * nodes) + between];
                for (int column = 0; column < columns && factor != 0; column++)
                {
                    product[(row * columns) + column] += factor * right[(between * columns) + column];
                }
            }
        }

        return product;
    }

    static double[] Elementwise(double[] left, double[] right) => [.. left.Zip(right, (one, other) => one * other)];

    static double[] Identity(int nodes)
    {
        var identity = new double[nodes * nodes];
        for (int node = 0; node < nodes; node++)
        {
            identity[(node * nodes) + node] = 1;
        }

        return identity;
    }

    static double Degree(ReadOnlySpan<float> weights, int nodes, int row)
    {
        double sum = 0;
        foreach (float weight in weights.Slice(row * nodes, nodes))
        {
            sum += weight;
        }

        return sum;
    }
}
