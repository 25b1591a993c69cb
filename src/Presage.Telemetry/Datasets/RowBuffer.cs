using Presage.Telemetry.Series;

namespace Presage.Telemetry.Datasets;

/// <summary>The kept rows of one entity in the order of arrival.</summary>
sealed class RowBuffer
{
    readonly string _entity;
    readonly string[] _metrics;
    long[] _timesMs = new long[64];
    double[] _values; // [row, metric]

    public RowBuffer(string entity, string[] metrics)
    {
        _entity = entity;
        _metrics = metrics;
        _values = new double[_timesMs.Length * metrics.Length];
    }

    public int Count { get; private set; }

    /// <summary>Rows older than the row before them.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Rows whose time was there already; known after <see cref="Build"/>.</summary>
    public long Duplicates { get; private set; }

    public void Add(long timeMs, ReadOnlySpan<double> values)
    {
        if (Count == _timesMs.Length)
        {
            Grow(ref _timesMs, Count);
            Grow(ref _values, Count * _metrics.Length);
        }

        OutOfOrder += Count > 0 && timeMs < _timesMs[Count - 1] ? 1 : 0;
        _timesMs[Count] = timeMs;
        values.CopyTo(_values.AsSpan(Count * _metrics.Length));
        Count++;
    }

    /// <summary>Sorts the rows and merges those of one time: of each metric the value that arrived last stays.</summary>
    /// <remarks>The rows are given up; the buffer is of no use afterwards.</remarks>
    /// <returns>One series a metric; all share their times.</returns>
    public IEnumerable<RawSeries> Build()
    {
        var order = RowsInOrder();
        var times = new long[Count];
        var columns = new double[_metrics.Length][];
        for (int metric = 0; metric < columns.Length; metric++)
        {
            columns[metric] = new double[Count];
        }

        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            int row = order is null ? i : order[i];
            bool isRepeated = kept > 0 && times[kept - 1] == _timesMs[row];
            Duplicates += isRepeated ? 1 : 0;
            int target = isRepeated ? kept - 1 : kept++;
            times[target] = _timesMs[row];
            for (int metric = 0; metric < columns.Length; metric++)
            {
                double value = _values[(row * columns.Length) + metric];
                if (!isRepeated || !double.IsNaN(value))
                {
                    columns[metric][target] = value;
                }
            }
        }

        (_timesMs, _values) = ([], []); // thousands of machines wait for their turn in memory
        return columns.Select((values, metric) => new RawSeries(_entity, _metrics[metric], times.AsMemory(0, kept), values.AsMemory(0, kept)));
    }

    static void Grow<T>(ref T[] array, int used)
    {
        var larger = GC.AllocateUninitializedArray<T>(array.Length * 2);
        array.AsSpan(0, used).CopyTo(larger);
        array = larger;
    }

    // Null when the rows are in order as they are; equal times stay in the order of arrival.
    int[]? RowsInOrder()
    {
        if (OutOfOrder == 0)
        {
            return null;
        }

        var order = new int[Count];
        for (int row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }

        Array.Sort(order, (a, b) => _timesMs[a] != _timesMs[b] ? _timesMs[a].CompareTo(_timesMs[b]) : a.CompareTo(b));
        return order;
    }
}
