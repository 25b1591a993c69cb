namespace Presage.Telemetry.Windows;

/// <summary>Which bins of each entity count as observed.</summary>
sealed class ObservedBins
{
    readonly bool[][] _present; // [entity][bin]
    readonly int[] _first;      // [entity], -1 where nothing was observed
    readonly int[] _last;

    public ObservedBins(Frame frame, Presence presence)
    {
        _present = new bool[frame.Entities.Count][];
        _first = new int[frame.Entities.Count];
        _last = new int[frame.Entities.Count];
        for (int entity = 0; entity < _present.Length; entity++)
        {
            var present = presence == Presence.AnyMetric ? WhereAny(frame, entity) : WhereEvery(frame, entity);
            _present[entity] = present;
            _first[entity] = Array.IndexOf(present, true);
            _last[entity] = Array.LastIndexOf(present, true);
        }
    }

    public ReadOnlySpan<bool> Present(int entity) => _present[entity];

    /// <summary>The first observed bin, or -1.</summary>
    public int First(int entity) => _first[entity];

    /// <summary>The last observed bin, or -1.</summary>
    public int Last(int entity) => _last[entity];

    /// <summary>The newest observed bin that is not after a bin, or -1.</summary>
    public int NewestAtOrBefore(int entity, int bin) => Array.LastIndexOf(_present[entity], true, bin);

    /// <summary>Counts the bins before each bin that are observed or in a short gap between two observations.</summary>
    /// <param name="entity">Whose bins.</param>
    /// <param name="maximumGap">The longest gap that counts.</param>
    /// <param name="end">Bins from here on are not looked at.</param>
    /// <returns>[end + 1]: entry b counts bins 0 to b, exclusive.</returns>
    public int[] CountCovered(int entity, int maximumGap, int end)
    {
        var present = _present[entity].AsSpan(0, end);
        var covered = new int[end + 1];
        int previous = -1;
        for (int bin = 0; bin < end; bin++)
        {
            covered[bin + 1] = covered[bin] + (present[bin] ? 1 : 0);
            if (!present[bin])
            {
                continue;
            }

            int gap = bin - previous - 1;
            if (previous >= 0 && gap > 0 && gap <= maximumGap)
            {
                for (int inside = previous + 1; inside <= bin; inside++)
                {
                    covered[inside] += inside - previous - 1;
                }

                covered[bin + 1] += gap;
            }

            previous = bin;
        }

        return covered;
    }

    static bool[] WhereAny(Frame frame, int entity)
    {
        var present = new bool[frame.Bins];
        for (int metric = 0; metric < frame.Metrics.Count; metric++)
        {
            var values = frame.Values(entity, metric);
            for (int bin = 0; bin < present.Length; bin++)
            {
                present[bin] |= !float.IsNaN(values[bin]);
            }
        }

        return present;
    }

    static bool[] WhereEvery(Frame frame, int entity)
    {
        var present = WhereAny(frame, entity);
        for (int metric = 0; metric < frame.Metrics.Count; metric++)
        {
            var values = frame.Values(entity, metric);
            if (!values.ContainsAnyInRange(float.NegativeInfinity, float.PositiveInfinity))
            {
                continue; // a metric the entity never has cannot make its bins missing
            }

            for (int bin = 0; bin < present.Length; bin++)
            {
                present[bin] &= !float.IsNaN(values[bin]);
            }
        }

        return present;
    }
}
