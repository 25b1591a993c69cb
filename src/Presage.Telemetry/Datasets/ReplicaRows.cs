using Presage.Telemetry.Series;

namespace Presage.Telemetry.Datasets;

/// <summary>The rows of all instances of one service, which become the service's own series.</summary>
/// <remarks>
/// With one instance its rows stay as they are. Rows of several that lie within half a sampling interval of each other
/// are one row: of some metrics the sum, of the others the mean, over the instances that have a value then. An instance that
/// took another's place adds nothing to a row it has no sample near.
/// </remarks>
sealed class ReplicaRows
{
    readonly string _entity;
    readonly string[] _metrics;
    readonly bool[] _isSummed;
    readonly List<RowBuffer> _instances = [];
    readonly Dictionary<string, RowBuffer> _byName = new(StringComparer.Ordinal);

    public ReplicaRows(string entity, string[] metrics, bool[] isSummed)
    {
        _entity = entity;
        _metrics = metrics;
        _isSummed = isSummed;
    }

    /// <summary>The instances in order of appearance.</summary>
    public IReadOnlyList<RowBuffer> Instances => _instances;

    public RowBuffer Of(string instance)
    {
        if (!_byName.TryGetValue(instance, out var rows))
        {
            rows = new RowBuffer(_entity, _metrics);
            _byName.Add(instance, rows);
            _instances.Add(rows);
        }

        return rows;
    }

    public IEnumerable<RawSeries> Build()
    {
        var instances = _instances.Select(rows => rows.Build().ToArray()).Where(series => series[0].TimestampsMs.Length > 0).ToArray();
        return instances.Length switch
        {
            0 => [],
            1 => instances[0],
            _ => Merge(instances),
        };
    }

    IEnumerable<RawSeries> Merge(RawSeries[][] instances)
    {
        long nearMs = NearMs(instances);
        var rows = instances.SelectMany((series, instance) => Enumerable.Range(0, series[0].TimestampsMs.Length).Select(row => (instance, row)))
            .ToArray();
        Array.Sort(rows.Select(one => instances[one.instance][0].TimestampsMs.Span[one.row]).ToArray(), rows);
        var times = new List<long>();
        var columns = Array.ConvertAll(_metrics, _ => new List<double>());
        var sums = new double[_metrics.Length];
        var counts = new int[_metrics.Length];
        var hasRow = new bool[instances.Length];
        foreach ((int instance, int row) in rows)
        {
            long timeMs = instances[instance][0].TimestampsMs.Span[row];
            if (times.Count == 0 || hasRow[instance] || timeMs - times[^1] > nearMs)
            {
                Finish(columns, sums, counts, hasRow, isFirst: times.Count == 0);
                times.Add(timeMs);
            }

            hasRow[instance] = true;
            for (int metric = 0; metric < _metrics.Length; metric++)
            {
                double value = instances[instance][metric].Values.Span[row];
                sums[metric] += double.IsNaN(value) ? 0 : value;
                counts[metric] += double.IsNaN(value) ? 0 : 1;
            }
        }

        Finish(columns, sums, counts, hasRow, isFirst: false);
        long[] merged = MakeRise(times);
        return columns.Select((values, metric) => new RawSeries(_entity, _metrics[metric], merged, values.ToArray()));
    }

    void Finish(List<double>[] columns, double[] sums, int[] counts, bool[] hasRow, bool isFirst)
    {
        for (int metric = 0; metric < columns.Length && !isFirst; metric++)
        {
            columns[metric].Add(counts[metric] == 0 ? double.NaN : sums[metric] / (_isSummed[metric] ? 1 : counts[metric]));
        }

        Array.Clear(sums);
        Array.Clear(counts);
        Array.Clear(hasRow);
    }

    // Half the median distance of rows of one instance.
    static long NearMs(RawSeries[][] instances)
    {
        var gaps = new List<long>();
        foreach (var series in instances)
        {
            var times = series[0].TimestampsMs.Span;
            for (int i = 1; i < times.Length; i++)
            {
                gaps.Add(times[i] - times[i - 1]);
            }
        }

        gaps.Sort();
        return gaps.Count > 0 ? gaps[gaps.Count / 2] / 2 : 0;
    }

    // A group opens at a time that the group before may share, when an instance sampled twice at nearly the same time.
    static long[] MakeRise(List<long> times)
    {
        for (int i = 1; i < times.Count; i++)
        {
            times[i] = Math.Max(times[i], times[i - 1] + 1);
        }

        return [.. times];
    }
}
