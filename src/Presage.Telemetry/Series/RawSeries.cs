namespace Presage.Telemetry.Series;

/// <summary>One metric of one entity as it arrived: irregular, sorted by time, each time once.</summary>
/// <remarks>
/// Metrics that arrived in the same rows share one array of times. Values are double because the increase of a large
/// counter is below the resolution of float; a <see cref="Windows.Frame"/> holds float.
/// </remarks>
public sealed class RawSeries
{
    /// <summary>Takes samples that are already sorted.</summary>
    /// <param name="entity">The machine, pod or service the metric belongs to.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="timestampsMs">Strictly rising; milliseconds, see <see cref="Recording.HasCalendar"/>.</param>
    /// <param name="values">One a time, in the metric's own unit; NaN is missing.</param>
    /// <exception cref="ArgumentException">The lengths differ or the times do not rise.</exception>
    public RawSeries(string entity, string metric, ReadOnlyMemory<long> timestampsMs, ReadOnlyMemory<double> values)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(metric);
        if (timestampsMs.Length != values.Length)
        {
            throw new ArgumentException($"{entity} {metric}: {timestampsMs.Length} times, {values.Length} values.", nameof(values));
        }

        var times = timestampsMs.Span;
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] <= times[i - 1])
            {
                throw new ArgumentException(
                    $"{entity} {metric}: time {times[i]} ms at index {i} follows {times[i - 1]} ms; times must rise.", nameof(timestampsMs));
            }
        }

        Entity = entity;
        Metric = metric;
        TimestampsMs = timestampsMs;
        Values = values;
    }

    /// <summary>The machine, pod or service the metric belongs to.</summary>
    public string Entity { get; }

    /// <summary>The metric's name.</summary>
    public string Metric { get; }

    /// <summary>Strictly rising times in milliseconds.</summary>
    public ReadOnlyMemory<long> TimestampsMs { get; }

    /// <summary>One value a time, in the metric's own unit; NaN is missing.</summary>
    public ReadOnlyMemory<double> Values { get; }
}
