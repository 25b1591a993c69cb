using Presage.Telemetry.Series;

namespace Presage.Telemetry.Windows;

/// <summary>Brings irregular series onto one regular grid; nothing is filled in, an empty bin stays NaN.</summary>
public static class Grid
{
    static readonly long[] UsualStepsMs =
    [
        1, 10, 100, 1_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
        3_600_000, 7_200_000, 14_400_000, 21_600_000, 43_200_000, 86_400_000, 604_800_000,
    ];

    /// <summary>Aggregates every series into bins of one width.</summary>
    /// <param name="recording">The series as they arrived.</param>
    /// <param name="options">Width, aggregation and span of the grid.</param>
    /// <returns>[entity, metric, bin], NaN where a bin holds no sample.</returns>
    /// <exception cref="DataFormatException">There is no sample, or the grid would be larger than allowed.</exception>
    /// <exception cref="ArgumentException">The step is negative, or the end is not after the start.</exception>
    public static Frame Align(Recording recording, GridOptions options)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.StepMs);
        long stepMs = options.StepMs > 0 ? options.StepMs : InferStepMs(recording);
        (long oldestMs, long newestMs) = Span(recording);
        long startMs = options.StartMs ?? FloorTo(oldestMs, stepMs);
        long endMs = options.EndMs ?? (newestMs + 1);
        if (endMs <= startMs)
        {
            throw new ArgumentException($"The grid would start at {startMs} ms and end at {endMs} ms.", nameof(options));
        }

        long bins = ((endMs - startMs - 1) / stepMs) + 1;
        long rows = (long)recording.Entities.Count * recording.Metrics.Count;
        if (bins > options.MaximumValues / rows)
        {
            throw new DataFormatException(recording.Source, 0,
                $"{rows} series from {startMs} ms to {endMs} ms make {bins} bins of {stepMs} ms each, "
                + $"above the {options.MaximumValues} values allowed: choose a wider step, or look for a wrong time.");
        }

        var values = new float[rows * bins];
        Array.Fill(values, float.NaN);
        var entityIndexes = IndexOf(recording.Entities);
        var metricIndexes = IndexOf(recording.Metrics);
        foreach (var series in recording.Series)
        {
            int row = (entityIndexes[series.Entity] * recording.Metrics.Count) + metricIndexes[series.Metric];
            var aggregation = options.MetricAggregations.GetValueOrDefault(series.Metric, options.Aggregation);
            BinAggregator.Aggregate(series, aggregation, startMs, stepMs, values.AsSpan((int)(row * bins), (int)bins));
        }

        return new Frame(startMs, stepMs, recording.HasCalendar, recording.Entities, recording.Metrics, values);
    }

    /// <summary>Finds the sampling interval.</summary>
    /// <remarks>
    /// The interval itself when at least nine of ten gaps between samples are equal; otherwise the usual interval
    /// (1 s, 5 s, ... 60 s, 5 min, ... 1 h, 1 d) whose ratio to the median gap is nearest to one.
    /// </remarks>
    /// <param name="recording">The series as they arrived.</param>
    /// <returns>Milliseconds; 60,000 when no series has two samples.</returns>
    public static long InferStepMs(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var counts = new SortedDictionary<long, long>();
        long total = 0;
        ReadOnlyMemory<long> previous = default;
        foreach (var series in recording.Series)
        {
            if (series.TimestampsMs.Equals(previous))
            {
                continue; // metrics of one row share their times
            }

            previous = series.TimestampsMs;
            var times = previous.Span;
            for (int i = 1; i < times.Length; i++)
            {
                long gap = times[i] - times[i - 1];
                counts[gap] = counts.GetValueOrDefault(gap) + 1;
                total++;
            }
        }

        if (total == 0)
        {
            return 60_000;
        }

        (long commonest, long occurrences) = counts.Select(pair => (pair.Key, pair.Value)).MaxBy(pair => pair.Value);
        if (occurrences >= 0.9 * total)
        {
            return commonest;
        }

        long below = 0;
        long median = commonest;
        foreach (var (gap, count) in counts)
        {
            below += count;
            if (2 * below >= total)
            {
                median = gap;
                break;
            }
        }

        return UsualStepsMs.MinBy(step => Math.Abs(Math.Log((double)step / median)));
    }

    static (long OldestMs, long NewestMs) Span(Recording recording)
    {
        long oldest = long.MaxValue;
        long newest = long.MinValue;
        foreach (var series in recording.Series)
        {
            if (series.TimestampsMs.Length > 0)
            {
                oldest = Math.Min(oldest, series.TimestampsMs.Span[0]);
                newest = Math.Max(newest, series.TimestampsMs.Span[^1]);
            }
        }

        return oldest <= newest ? (oldest, newest) : throw new DataFormatException(recording.Source, 0, "no sample to align.");
    }

    static long FloorTo(long timeMs, long stepMs) => timeMs - (((timeMs % stepMs) + stepMs) % stepMs);

    static Dictionary<string, int> IndexOf(IReadOnlyList<string> names)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            indexes.Add(names[i], i);
        }

        return indexes;
    }
}
