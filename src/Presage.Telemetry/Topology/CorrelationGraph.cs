using Presage.Telemetry.Windows;

namespace Presage.Telemetry.Topology;

/// <summary>A graph for entities of which nothing else is known: an edge between those whose metrics move together.</summary>
/// <remarks>
/// The weight is Pearson's correlation over the bins in which both are observed, averaged over the metrics in which both
/// vary, with its sign. It has no direction, so an edge goes each way. Every edge is inferred: that two services move
/// together may only mean that the same users call both.
/// </remarks>
public static class CorrelationGraph
{
    const double SmallestRelativeVariance = 1e-12;

    /// <summary>Correlates every pair of entities.</summary>
    /// <param name="frame">Its entities become the nodes, in their order.</param>
    /// <param name="options">Which correlations become edges.</param>
    /// <returns>Edges that hold at all times, with weights in [-1, 1].</returns>
    /// <exception cref="ArgumentException">The bins leave the frame, a metric is unknown, or a bound is outside its range.</exception>
    public static ServiceGraph Of(Frame frame, CorrelationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        options ??= new CorrelationOptions();
        var bins = options.Bins ?? new BinRange(0, frame.Bins);
        Check(frame, bins, options);
        int nodes = frame.Entities.Count;
        var sums = new double[nodes * nodes];
        var counts = new int[nodes * nodes];
        foreach (int metric in MetricsOf(frame, options))
        {
            var series = Enumerable.Range(0, nodes).Select(node => new CentredSeries(frame.Values(node, metric)[bins.Start..bins.End])).ToArray();
            for (int i = 0; i < nodes; i++)
            {
                for (int j = i + 1; j < nodes; j++)
                {
                    double correlation = Correlation(series[i], series[j], options.MinimumCommonBins);
                    if (!double.IsNaN(correlation))
                    {
                        sums[(i * nodes) + j] += correlation;
                        counts[(i * nodes) + j]++;
                    }
                }
            }
        }

        return Build(frame, sums, counts, options);
    }

    static void Check(Frame frame, BinRange bins, CorrelationOptions options)
    {
        if (bins.Start < 0 || bins.End > frame.Bins)
        {
            throw new ArgumentException($"The bins {bins} leave the frame, which has {frame.Bins}.", nameof(options));
        }

        if (options is not { MinimumStrength: >= 0 and <= 1, StrongestPerNode: > 0, MinimumCommonBins: >= 3 })
        {
            throw new ArgumentException(
                $"Strength {options.MinimumStrength} outside [0, 1], {options.StrongestPerNode} edges a node below 1, or {options.MinimumCommonBins} common bins below 3.",
                nameof(options));
        }
    }

    static IEnumerable<int> MetricsOf(Frame frame, CorrelationOptions options)
    {
        string[] names = [.. frame.Metrics];
        return options.Metrics.FirstOrDefault(name => !names.Contains(name)) is { } unknown
            ? throw new ArgumentException($"There is no metric {unknown}; there are {string.Join(", ", names)}.", nameof(options))
            : Enumerable.Range(0, names.Length).Where(metric => options.Metrics.Count == 0 || options.Metrics.Contains(names[metric]));
    }

    // NaN where one of the two does not vary in the bins they share, or where they share too few.
    static double Correlation(CentredSeries one, CentredSeries other, int minimumCommonBins)
    {
        var a = one.Values;
        var b = other.Values;
        int common = 0;
        double sumA = 0;
        double sumB = 0;
        double squaresA = 0;
        double squaresB = 0;
        double products = 0;
        if (one.IsComplete && other.IsComplete)
        {
            common = a.Length;
            squaresA = one.Squares;
            squaresB = other.Squares;
            for (int bin = 0; bin < a.Length; bin++)
            {
                products += a[bin] * b[bin];
            }
        }
        else
        {
            for (int bin = 0; bin < a.Length; bin++)
            {
                if (!double.IsNaN(a[bin]) && !double.IsNaN(b[bin]))
                {
                    common++;
                    sumA += a[bin];
                    sumB += b[bin];
                    squaresA += a[bin] * a[bin];
                    squaresB += b[bin] * b[bin];
                    products += a[bin] * b[bin];
                }
            }
        }

        if (common < minimumCommonBins)
        {
            return double.NaN;
        }

        double varianceA = squaresA - (sumA * sumA / common);
        double varianceB = squaresB - (sumB * sumB / common);
        bool doBothVary = varianceA > SmallestRelativeVariance * one.Scale(common) && varianceB > SmallestRelativeVariance * other.Scale(common);
        return doBothVary
            ? Math.Clamp((products - (sumA * sumB / common)) / Math.Sqrt(varianceA) / Math.Sqrt(varianceB), -1, 1)
            : double.NaN;
    }

    static ServiceGraph Build(Frame frame, double[] sums, int[] counts, CorrelationOptions options)
    {
        int nodes = frame.Entities.Count;
        var edges = new List<(int From, int To, double Weight)>();
        for (int i = 0; i < sums.Length; i++)
        {
            double weight = counts[i] > 0 ? sums[i] / counts[i] : 0;
            if (weight != 0 && Math.Abs(weight) >= options.MinimumStrength)
            {
                edges.Add((i / nodes, i % nodes, weight));
            }
        }

        var graph = new ServiceGraphBuilder();
        foreach (string entity in frame.Entities)
        {
            graph.AddNode(entity);
        }

        var edgesOfNode = new int[nodes];
        foreach (var (from, to, weight) in edges.OrderByDescending(edge => Math.Abs(edge.Weight)).ThenBy(edge => edge.From).ThenBy(edge => edge.To))
        {
            bool isKept = edgesOfNode[from] < options.StrongestPerNode || edgesOfNode[to] < options.StrongestPerNode;
            edgesOfNode[from]++;
            edgesOfNode[to]++;
            if (isKept)
            {
                graph.AddEdge(frame.Entities[from], frame.Entities[to], EdgeSources.Correlation, (float)weight);
                graph.AddEdge(frame.Entities[to], frame.Entities[from], EdgeSources.Correlation, (float)weight);
            }
        }

        return graph.Build();
    }

    /// <summary>A series less its mean, so that sums of squares keep their digits; NaN where nothing was observed.</summary>
    sealed class CentredSeries
    {
        readonly double _meanSquare;

        public CentredSeries(ReadOnlySpan<float> values)
        {
            Values = new double[values.Length];
            double sum = 0;
            double squares = 0;
            int count = 0;
            foreach (float value in values)
            {
                sum += float.IsNaN(value) ? 0 : value;
                squares += float.IsNaN(value) ? 0 : (double)value * value;
                count += float.IsNaN(value) ? 0 : 1;
            }

            double mean = count > 0 ? sum / count : 0;
            _meanSquare = count > 0 ? squares / count : 0;
            IsComplete = count == values.Length;
            for (int bin = 0; bin < values.Length; bin++)
            {
                Values[bin] = values[bin] - mean;
                Squares += float.IsNaN(values[bin]) ? 0 : Values[bin] * Values[bin];
            }
        }

        public double[] Values { get; }

        public double Squares { get; }

        public bool IsComplete { get; }

        /// <summary>What a variance is small against: rounding of the values themselves.</summary>
        public double Scale(int bins) => _meanSquare * bins;
    }
}
