using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;

namespace Presage.Models.WhatIf;

/// <summary>Which part of each service's load comes from which source, and so how a change of one source reaches the others.</summary>
/// <remarks>
/// A source is a service whose own requests change, or an entry of the graph: one that nobody calls. A service's load is a sum
/// of multiples of the sources that reach it. The multiples are least squares of 0 or more on the history, drawn
/// towards what the counted calls of the graph say as far as the history leaves them open. Without a graph only the sources that
/// change are known; how far others move with them is read from quick movements, because days and weeks move everything together.
/// </remarks>
sealed class LoadShares
{
    const double Doubt = 0.5;       // relative deviation of what the graph says of a multiple
    const double LeastNoise = 1e-4; // of squares: no load is counted better than to a hundredth
    const double Persistence = 10;  // neighbouring bins of a load repeat each other
    const int Smooth = 15;
    const int MostSweeps = 64;

    readonly double[][] _loads; // [entity][bin]
    readonly double[] _levels;
    readonly int[] _sources;
    readonly double[,] _known;  // [entity, source]: shares that follow from the graph
    readonly bool _hasGraph;

    LoadShares(double[][] loads, double[] levels, int[] sources, double[,] known, bool hasGraph)
    {
        _loads = loads;
        _levels = levels;
        _sources = sources;
        _known = known;
        _hasGraph = hasGraph;
    }

    /// <summary>The factor that each service's load gets.</summary>
    /// <param name="history">In own units.</param>
    /// <param name="load">Which metric is the load.</param>
    /// <param name="levels">[entity]: the load that is usual in the time to come.</param>
    /// <param name="changes">What is asked for; every name is an entity.</param>
    /// <param name="graph">Node i is entity i; null or without edges where it is not known.</param>
    /// <returns>[entity].</returns>
    public static double[] Factors(Frame history, int load, double[] levels, IReadOnlyList<LoadFactor> changes, ServiceGraph? graph)
    {
        double all = changes.Where(change => change.Service is null).Aggregate(1.0, (product, change) => product * change.Factor);
        var factors = Enumerable.Repeat(all, history.Entities.Count).ToArray();
        var named = changes.Where(change => change.Service is not null)
            .GroupBy(change => Array.IndexOf([.. history.Entities], change.Service))
            .ToDictionary(group => group.Key, group => group.Aggregate(1.0, (product, change) => product * change.Factor));
        if (named.Count == 0)
        {
            return factors;
        }

        var shares = Create(history, load, levels, [.. named.Keys], graph);
        for (int entity = 0; entity < factors.Length; entity++)
        {
            double[] parts = shares.Of(entity);
            for (int source = 0; source < parts.Length; source++)
            {
                factors[entity] += all * parts[source] * (named.GetValueOrDefault(shares._sources[source], 1) - 1);
            }
        }

        return factors;
    }

    /// <summary>The entries of a graph: who calls and is not called; empty without calls.</summary>
    public static int[] Entries(ServiceGraph? graph)
    {
        var calls = graph?.Edges.Where(edge => edge.From != edge.To).ToArray() ?? [];
        return [.. calls.Select(edge => edge.From).Except(calls.Select(edge => edge.To)).Order()];
    }

    static LoadShares Create(Frame history, int load, double[] levels, int[] named, ServiceGraph? graph)
    {
        var loads = Enumerable.Range(0, history.Entities.Count).Select(entity => Doubles(history.Values(entity, load))).ToArray();
        bool hasGraph = graph is { Edges.Count: > 0 };
        int[] sources = [.. named.Union(Entries(graph)).Order()];
        if (!hasGraph)
        {
            loads = [.. loads.Select(QuickMovements)];
        }

        return new LoadShares(loads, levels, sources, hasGraph ? Flow(graph!, sources) : new double[loads.Length, sources.Length], hasGraph);
    }

    // Every service hands the shares of what comes in on to whom it calls, in the measure of the calls.
    static double[,] Flow(ServiceGraph graph, int[] sources)
    {
        int nodes = graph.Nodes.Count;
        var shares = new double[nodes, sources.Length];
        var incoming = graph.Edges.Where(edge => edge.From != edge.To && !sources.Contains(edge.To))
            .Select(edge => (edge.From, edge.To, Calls: edge.Total.Calls > 0 ? edge.Total.Calls : Math.Max(0.0, edge.Weight)))
            .ToLookup(edge => edge.To);
        for (int source = 0; source < sources.Length; source++)
        {
            shares[sources[source], source] = 1;
        }

        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double moved = 0;
            foreach (var node in incoming)
            {
                double calls = node.Sum(edge => edge.Calls);
                for (int source = 0; source < sources.Length && calls > 0; source++)
                {
                    double share = node.Sum(edge => edge.Calls * shares[edge.From, source]) / calls;
                    moved = Math.Max(moved, Math.Abs(share - shares[node.Key, source]));
                    shares[node.Key, source] = share;
                }
            }

            if (moved < 1e-9)
            {
                break;
            }
        }

        return shares;
    }

    // [source]: parts of the entity's load; what is missing to 1 comes from elsewhere.
    double[] Of(int entity)
    {
        var parts = new double[_sources.Length];
        int own = Array.IndexOf(_sources, entity);
        if (own >= 0)
        {
            parts[own] = 1;
            return parts;
        }

        int[] reaching = [.. Enumerable.Range(0, _sources.Length).Where(source => !_hasGraph || _known[entity, source] > 0)];
        if (reaching.Length == 0 || _levels[entity] is not > 0)
        {
            return parts;
        }

        double[] multiples = Multiples(entity, reaching);
        double sum = 0;
        for (int i = 0; i < reaching.Length; i++)
        {
            parts[reaching[i]] = multiples[i] * Math.Max(0, _levels[_sources[reaching[i]]]);
            sum += parts[reaching[i]];
        }

        // With a graph all sources are known, so that they make up the whole; without, the rest comes from elsewhere.
        double whole = _hasGraph ? sum : Math.Max(sum, _levels[entity]);
        return whole > 0 ? [.. parts.Select(part => part / whole)] : parts;
    }

    double[] Multiples(int entity, int[] reaching)
    {
        int count = reaching.Length;
        var gram = new double[count, count];
        var right = new double[count];
        double square = 0;
        int bins = 0;
        for (int bin = 0; bin < _loads[entity].Length; bin++)
        {
            double target = _loads[entity][bin];
            if (!double.IsFinite(target) || reaching.Any(source => !double.IsFinite(_loads[_sources[source]][bin])))
            {
                continue;
            }

            bins++;
            square += target * target;
            for (int i = 0; i < count; i++)
            {
                double load = _loads[_sources[reaching[i]]][bin];
                right[i] += load * target;
                for (int j = 0; j < count; j++)
                {
                    gram[i, j] += load * _loads[_sources[reaching[j]]][bin];
                }
            }
        }

        if (!_hasGraph)
        {
            return NonNegativeLeastSquares.Solve(gram, right);
        }

        double[] priors = [.. reaching.Select(source => _known[entity, source] * _levels[entity] / Math.Max(1e-12, _levels[_sources[source]]))];
        double noise = Noise(gram, right, NonNegativeLeastSquares.Solve(gram, right, priors), square, bins);
        for (int i = 0; i < count; i++)
        {
            double weight = Persistence * noise / (Doubt * Doubt * priors[i] * priors[i]);
            gram[i, i] += weight;
            right[i] += weight * priors[i];
        }

        return NonNegativeLeastSquares.Solve(gram, right, priors);
    }

    static double Noise(double[,] gram, double[] right, double[] fitted, double square, int bins)
    {
        double sum = square;
        for (int i = 0; i < fitted.Length; i++)
        {
            sum -= 2 * right[i] * fitted[i];
            for (int j = 0; j < fitted.Length; j++)
            {
                sum += fitted[i] * gram[i, j] * fitted[j];
            }
        }

        return Math.Max(LeastNoise * square, sum) / Math.Max(1, bins);
    }

    static double[] QuickMovements(double[] load)
    {
        var quick = new double[load.Length];
        for (int bin = 0; bin < load.Length; bin++)
        {
            double sum = 0;
            int count = 0;
            for (int near = Math.Max(0, bin - (Smooth / 2)); near <= Math.Min(load.Length - 1, bin + (Smooth / 2)); near++)
            {
                sum += double.IsFinite(load[near]) ? load[near] : 0;
                count += double.IsFinite(load[near]) ? 1 : 0;
            }

            quick[bin] = count > 0 ? load[bin] - (sum / count) : double.NaN;
        }

        return quick;
    }

    static double[] Doubles(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            doubles[i] = values[i];
        }

        return doubles;
    }
}
