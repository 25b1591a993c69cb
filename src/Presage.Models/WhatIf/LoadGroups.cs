namespace Presage.Models.WhatIf;

/// <summary>Bins of a history put together by their load: what a metric was at each of a few loads.</summary>
/// <remarks>Groups are equally wide in load and have enough bins each, so that the few bins at high load are not lost among the many.</remarks>
sealed class LoadGroups
{
    const int Most = 24;
    const int LeastBins = 8;
    const double ToDeviation = 1.4826; // from the median distance of a normal distribution

    LoadGroups(double[] loads, double[] values, double[] spreads, double[] errors)
    {
        Loads = loads;
        Values = values;
        Spreads = spreads;
        Errors = errors;
    }

    /// <summary>The mean load of each group, rising.</summary>
    public double[] Loads { get; }

    /// <summary>The median of the metric in each group.</summary>
    public double[] Values { get; }

    /// <summary>How far single bins scatter around it, as a deviation.</summary>
    public double[] Spreads { get; }

    /// <summary>The standard error of each median, with neighbouring bins counted as what they repeat.</summary>
    public double[] Errors { get; }

    public int Count => Loads.Length;

    /// <summary>Groups the bins in which both were observed.</summary>
    /// <param name="loads">[bin].</param>
    /// <param name="values">[bin].</param>
    /// <param name="persistence">By how much neighbouring bins repeat each other: n bins count as n / persistence.</param>
    public static LoadGroups Create(ReadOnlySpan<double> loads, ReadOnlySpan<double> values, double persistence)
    {
        var pairs = new List<(double Load, double Value)>();
        for (int bin = 0; bin < loads.Length; bin++)
        {
            if (double.IsFinite(loads[bin]) && double.IsFinite(values[bin]))
            {
                pairs.Add((loads[bin], values[bin]));
            }
        }

        pairs.Sort();
        var groups = new List<(double Load, double Value, double Spread, double Error)>();
        double width = pairs.Count > 0 ? (pairs[^1].Load - pairs[0].Load) / Most : 0;
        for (int first = 0; first < pairs.Count;)
        {
            int end = first + 1;
            while (end < pairs.Count && (end - first < LeastBins || pairs[end].Load < pairs[first].Load + width || pairs.Count - end < LeastBins))
            {
                end++;
            }

            groups.Add(Describe(pairs, first, end, persistence));
            first = end;
        }

        return new LoadGroups(
            [.. groups.Select(one => one.Load)], [.. groups.Select(one => one.Value)], [.. groups.Select(one => one.Spread)], [.. groups.Select(one => one.Error)]);
    }

    /// <summary>The median of the group at a load, or of the next one above it.</summary>
    public double Nearest(double load)
    {
        int group = Array.BinarySearch(Loads, load);
        return Values[Math.Clamp(group < 0 ? ~group : group, 0, Count - 1)];
    }

    static (double Load, double Value, double Spread, double Error) Describe(
        List<(double Load, double Value)> pairs, int first, int end, double persistence)
    {
        int count = end - first;
        double load = 0;
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            load += pairs[first + i].Load / count;
            values[i] = pairs[first + i].Value;
        }

        double median = Median(values);
        double spread = ToDeviation * Median([.. values.Select(value => Math.Abs(value - median))]);
        return (load, median, spread, 1.25 * spread / Math.Sqrt(Math.Max(1, count / persistence)));
    }

    static double Median(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
