namespace Presage.Telemetry.Windows;

/// <summary>Metrics of entities on one regular grid: [entity, metric, bin], NaN where nothing was observed.</summary>
public sealed class Frame
{
    readonly float[] _values; // [entity, metric, bin]

    /// <summary>Takes ownership of values on a grid.</summary>
    /// <param name="startMs">The start of bin 0 in milliseconds.</param>
    /// <param name="stepMs">The width of a bin in milliseconds, above 0.</param>
    /// <param name="hasCalendar">Whether times are Unix milliseconds; when false they count from the start of the trace.</param>
    /// <param name="entities">The names of the entities, the slowest axis.</param>
    /// <param name="metrics">The names of the metrics, the middle axis.</param>
    /// <param name="values">[entity, metric, bin]; NaN where nothing was observed. Not copied: do not change it afterwards.</param>
    /// <exception cref="ArgumentException">The values do not fill whole bins, or the step is not positive.</exception>
    public Frame(
        long startMs, long stepMs, bool hasCalendar, IReadOnlyList<string> entities, IReadOnlyList<string> metrics, float[] values)
    {
        ArgumentNullException.ThrowIfNull(entities);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepMs);
        int rows = entities.Count * metrics.Count;
        if (rows == 0 ? values.Length != 0 : values.Length % rows != 0)
        {
            throw new ArgumentException(
                $"{values.Length} values do not divide into {entities.Count} entities x {metrics.Count} metrics.", nameof(values));
        }

        StartMs = startMs;
        StepMs = stepMs;
        HasCalendar = hasCalendar;
        Entities = entities;
        Metrics = metrics;
        Bins = rows == 0 ? 0 : values.Length / rows;
        _values = values;
    }

    /// <summary>The start of bin 0 in milliseconds.</summary>
    public long StartMs { get; }

    /// <summary>The width of a bin in milliseconds.</summary>
    public long StepMs { get; }

    /// <summary>How many bins every series has.</summary>
    public int Bins { get; }

    /// <summary>Whether times are Unix milliseconds; when false they count from the start of the trace.</summary>
    public bool HasCalendar { get; }

    /// <summary>The names of the entities.</summary>
    public IReadOnlyList<string> Entities { get; }

    /// <summary>The names of the metrics.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>One metric of one entity over all bins.</summary>
    /// <param name="entity">Index into <see cref="Entities"/>.</param>
    /// <param name="metric">Index into <see cref="Metrics"/>.</param>
    /// <returns>[bin], NaN where nothing was observed.</returns>
    public ReadOnlySpan<float> Values(int entity, int metric)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)entity, (uint)Entities.Count, nameof(entity));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)metric, (uint)Metrics.Count, nameof(metric));
        return _values.AsSpan(((entity * Metrics.Count) + metric) * Bins, Bins);
    }

    /// <summary>The start of a bin, which may lie beyond the last one.</summary>
    /// <param name="bin">From 0.</param>
    /// <returns>Milliseconds in the frame's own time.</returns>
    public long TimeMs(int bin) => StartMs + (bin * StepMs);

    /// <summary>The same grid with other values.</summary>
    /// <param name="values">[entity, metric, bin]; not copied.</param>
    /// <returns>A frame that shares names and times with this one.</returns>
    /// <exception cref="ArgumentException">The number of values differs.</exception>
    public Frame With(float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != _values.Length)
        {
            throw new ArgumentException($"{values.Length} values, the frame has {_values.Length}.", nameof(values));
        }

        return new Frame(StartMs, StepMs, HasCalendar, Entities, Metrics, values);
    }
}
