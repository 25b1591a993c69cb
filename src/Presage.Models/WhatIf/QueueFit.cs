using System.Numerics;

namespace Presage.Models.WhatIf;

/// <summary>Weighs every possible response by how well it explains the history.</summary>
/// <remarks>
/// Responses lie on a grid of loads, capacities, numbers of servers, limits and shares; the level is fitted, in logarithms.
/// Within a load, responses are compared by their errors at groups of equal load, divided by the smallest when no response
/// fits within what chance explains (Birge 1932). Loads are compared by the errors of single bins.
/// </remarks>
sealed class QueueFit
{
    const int Kept = 128;
    const double ModelError = 0.03;       // no real service follows a formula more closely
    const double CapacityDoubt = 0.25;    // deviation of ln(capacity) around what the processors say
    const double CapacityUnrelated = 0.1; // chance that something else is full first

    static readonly double[] Reserves = [0.95, 1, 1.05, 1.1, 1.15, 1.2, 1.27, 1.35, 1.45, 1.6, 1.8, 2.1, 2.5, 3, 4, 6, 10, 20];
    static readonly int[] Servers = [1, 2, 4, 8, 16, 48];
    static readonly double[] Limits = [12, 50, 200, 1000];
    static readonly double[] LatencyShares = [0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3];
    static readonly double[] BacklogShares = [1, 10, 100, 1000];

    readonly List<(QueueMember Member, double Score)> _scored = [];

    QueueFit()
    {
    }

    /// <summary>Responses that stand for equal parts of what is believed, from the flattest to the steepest.</summary>
    public IReadOnlyList<QueueMember> Members { get; private set; } = [];

    /// <summary>How the relative scatter of single bins grows with the metric: as metric to this power.</summary>
    public double ScatterPower { get; private set; }

    /// <summary>The relative scatter of single bins, where it is least.</summary>
    public double Scatter { get; private set; } = 0.05;

    /// <summary>Fits.</summary>
    /// <param name="drivers">The loads it may follow.</param>
    /// <param name="values">[bin] of the metric, for each request; what is not above 0 is left out.</param>
    /// <param name="isBacklog">Whether all of it is waiting.</param>
    public static QueueFit Create(IReadOnlyList<LoadDriver> drivers, double[] values, bool isBacklog)
    {
        var fit = new QueueFit();
        var logs = Array.ConvertAll(values, value => value > 0 ? Math.Log(value) : double.NaN);
        double persistence = PersistenceOf(drivers[0].History, logs);
        var bestScatter = (Evidence: double.NegativeInfinity, Power: 0.0, Least: fit.Scatter);
        for (int driver = 0; driver < drivers.Count; driver++)
        {
            int same = Enumerable.Range(0, driver).FirstOrDefault(before => ReferenceEquals(drivers[before].History, drivers[driver].History), -1);
            if (same >= 0)
            {
                fit.Repeat(same, driver);
                continue;
            }

            var groups = LoadGroups.Create(drivers[driver].History, logs, persistence);
            var found = fit.Score(drivers[driver], driver, groups, isBacklog ? BacklogShares : LatencyShares);
            double evidence = found is { } best ? Evidence(best, drivers[driver].History, logs, persistence) : 0;
            for (int i = 0; i < fit._scored.Count; i++)
            {
                if (fit._scored[i].Member.Driver == driver)
                {
                    fit._scored[i] = (fit._scored[i].Member, fit._scored[i].Score + evidence + Math.Log(drivers[driver].Chance));
                }
            }

            if (found is { } member && evidence > bestScatter.Evidence)
            {
                var (power, least) = ScatterOf(member, groups);
                bestScatter = (evidence, power, least);
            }
        }

        (fit.ScatterPower, fit.Scatter) = (bestScatter.Power, bestScatter.Least);
        fit.Thin(drivers);
        return fit;
    }

    /// <summary>The relative scatter of single bins where the metric is so many times what it is without waiting.</summary>
    public double ScatterAt(double level) => Scatter * Math.Pow(level, ScatterPower);

    // Adds the members of one driver and returns the best of them.
    QueueMember? Score(LoadDriver driver, int index, LoadGroups groups, double[] shares)
    {
        double top = groups.Count > 0 ? groups.Loads[^1] : double.NaN;
        if (!(top > 0))
        {
            return null;
        }

        int first = _scored.Count;
        double[] logs = Padded(groups.Values);
        double[] weights = Padded(Array.ConvertAll(groups.Errors, error => 1 / ((error * error) + (ModelError * ModelError))));
        var waits = new double[logs.Length];
        double least = double.PositiveInfinity;
        foreach (double reserve in Reserves)
        {
            double capacity = reserve * top;
            double prior = Prior(capacity, driver.Capacity);
            foreach (int servers in Servers)
            {
                double[] endless = Array.ConvertAll(groups.Loads, load => QueueShape.Endless(load / capacity, servers));
                foreach (double limit in Limits)
                {
                    for (int group = 0; group < endless.Length; group++)
                    {
                        waits[group] = QueueShape.Limited(endless[group], limit);
                    }

                    foreach (double share in shares)
                    {
                        double misfit = Misfit(logs, waits, weights, share);
                        least = Math.Min(least, misfit);
                        _scored.Add((new QueueMember(index, capacity, servers, limit, share), prior - (misfit / 2)));
                    }
                }
            }
        }

        double temperature = Math.Max(1, least / Math.Max(1, groups.Count - 2));
        var best = (Member: default(QueueMember), Score: double.NegativeInfinity);
        for (int i = first; i < _scored.Count; i++)
        {
            double prior = Prior(_scored[i].Member.Capacity, driver.Capacity);
            _scored[i] = (_scored[i].Member, prior + ((_scored[i].Score - prior + (least / 2)) / temperature));
            best = _scored[i].Score > best.Score ? _scored[i] : best;
        }

        return best.Member;
    }

    // Loads that differ in what is to come, and not in what was, fit alike.
    void Repeat(int driver, int again)
    {
        foreach (var (member, score) in _scored.Where(one => one.Member.Driver == driver).ToArray())
        {
            _scored.Add((member with { Driver = again }, score));
        }
    }

    // All three padded to whole vectors, with weights of 0: this is where the time goes.
    static double Misfit(double[] logs, double[] waits, double[] weights, double share)
    {
        Vector<double> sum = Vector<double>.Zero, squares = Vector<double>.Zero, weight = Vector<double>.Zero;
        for (int group = 0; group < logs.Length; group += Vector<double>.Count)
        {
            var rest = new Vector<double>(logs, group) - Vector.Log(Vector<double>.One + (new Vector<double>(waits, group) * share));
            var weighted = new Vector<double>(weights, group) * rest;
            sum += weighted;
            squares += weighted * rest;
            weight += new Vector<double>(weights, group);
        }

        double mean = Vector.Sum(sum) / Vector.Sum(weight);
        return Vector.Sum(squares) - (mean * Vector.Sum(sum));
    }

    static double[] Padded(double[] values) =>
        [.. values, .. new double[(Vector<double>.Count - (values.Length % Vector<double>.Count)) % Vector<double>.Count]];

    static double Prior(double capacity, double expected)
    {
        if (!(expected > 0))
        {
            return 0;
        }

        double distance = Math.Log(capacity / expected) / CapacityDoubt;
        return Math.Log(Math.Exp(-distance * distance / 2) + CapacityUnrelated);
    }

    // ln likelihood of the single bins, with errors that have heavy tails.
    static double Evidence(QueueMember member, double[] loads, double[] logs, double persistence)
    {
        double[] rests = [.. Rests(member, loads, logs)];
        if (rests.Length == 0)
        {
            return 0;
        }

        Array.Sort(rests);
        double middle = rests[rests.Length / 2];
        double mean = rests.Average(rest => Math.Abs(rest - middle));
        return -rests.Length / persistence * Math.Log(mean + 1e-6);
    }

    static IEnumerable<double> Rests(QueueMember member, double[] loads, double[] logs)
    {
        for (int bin = 0; bin < logs.Length; bin++)
        {
            if (double.IsFinite(logs[bin]) && double.IsFinite(loads[bin]))
            {
                yield return logs[bin] - Math.Log(member.At(loads[bin]));
            }
        }
    }

    static (double Power, double Least) ScatterOf(QueueMember member, LoadGroups groups)
    {
        // Scatter in logarithms against level; drawn to 0 as far as the groups say nothing.
        const double Doubt = 0.5;
        double[] levels = Array.ConvertAll(groups.Loads, load => Math.Log(member.At(load)));
        double[] scatters = Array.ConvertAll(groups.Spreads, spread => Math.Log(Math.Max(0.005, spread)));
        double meanLevel = levels.Average();
        double meanScatter = scatters.Average();
        double cross = 0, square = 0.1 / (Doubt * Doubt);
        for (int group = 0; group < levels.Length; group++)
        {
            cross += (levels[group] - meanLevel) * (scatters[group] - meanScatter);
            square += (levels[group] - meanLevel) * (levels[group] - meanLevel);
        }

        double power = Math.Clamp(cross / square, -0.5, 1.5);
        return (power, Math.Exp(meanScatter - (power * meanLevel)));
    }

    static double PersistenceOf(double[] loads, double[] logs)
    {
        var groups = LoadGroups.Create(loads, logs, 1);
        return Persistence.Of(logs.Select((log, bin) => groups.Count > 0 ? log - groups.Nearest(loads[bin]) : double.NaN));
    }

    // Systematic sampling along the steepness at twice the usual load, which does not depend on what is asked.
    void Thin(IReadOnlyList<LoadDriver> drivers)
    {
        if (_scored.Count == 0)
        {
            return;
        }

        double top = _scored.Max(one => one.Score);
        var ordered = _scored.Where(one => one.Score > top - 15)
            .Select(one => (one.Member, Weight: Math.Exp(one.Score - top), Steepness: Steepness(one.Member, drivers[one.Member.Driver])))
            .OrderBy(one => one.Steepness)
            .ToArray();
        double total = ordered.Sum(one => one.Weight);
        var kept = new List<QueueMember>(Kept);
        double passed = 0;
        foreach (var one in ordered)
        {
            passed += one.Weight;
            while (kept.Count < Kept && (kept.Count + 0.5) * total / Kept <= passed)
            {
                kept.Add(one.Member);
            }
        }

        Members = kept;
        _scored.Clear();
    }

    static double Steepness(QueueMember member, LoadDriver driver)
    {
        double usual = driver.Usual.Average();
        return member.At(2 * usual) / member.At(usual);
    }
}
