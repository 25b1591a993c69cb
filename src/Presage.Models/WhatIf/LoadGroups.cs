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
        int[] bins = [.. Observed(loads, values)];
        var (sorted, following) = (new double[bins.Length], new double[bins.Length]);
        for (int i = 0; i < bins.Length; i++)
        {
            (sorted[i], following[i]) = (loads[bins[i]], values[bins[i]]);
        }

        Array.Sort(sorted, following);
        var groups = new List<(double Load, double Value, double Spread, double Error)>();
        double width = sorted.Length > 0 ? (sorted[^1] - sorted[0]) / Most : 0;
        for (int first = 0; first < sorted.Length;)
        {
            int end = first + 1;
            while (end < sorted.Length && (end - first < LeastBins || sorted[end] < sorted[first] + width || sorted.Length - end < LeastBins))
            {
                end++;
            }

            groups.Add(Describe(sorted.AsSpan(first..end), following.AsSpan(first..end), persistence));
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

    static List<int> Observed(ReadOnlySpan<double> loads, ReadOnlySpan<double> values)
    {
        var bins = new List<int>(loads.Length);
        for (int bin = 0; bin < loads.Length; bin++)
        {
            if (double.IsFinite(loads[bin]) && double.IsFinite(values[bin]))
            {
                bins.Add(bin);
            }
        }

        return bins;
    }

    static (double Load, double Value, double Spread, double Error) Describe(ReadOnlySpan<double> loads, ReadOnlySpan<double> values, double persistence)
    {
        double load = 0;
        foreach (double one in loads)
        {
            load += one / loads.Length;
        }

        double median = Median(values.ToArray());
        var distances = new double[values.Length];
        for (int i = 0; i < distances.Length; i++)
        {
            distances[i] = Math.Abs(values[i] - median);
        }

        double spread = ToDeviation * Median(distances);
        return (load, median, spread, 1.25 * spread / Math.Sqrt(Math.Max(1, values.Length / persistence)));
    }

    static double Median(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
