namespace Presage.Telemetry.Series;

/// <summary>What a reader returns: every kept series, and what was met on the way.</summary>
public sealed class Recording
{
    /// <summary>Collects series that were read or generated.</summary>
    /// <param name="source">The path or the generator's description, as the user should see it.</param>
    /// <param name="format">The format's name, one of the reader catalogue's or the generator's.</param>
    /// <param name="hasCalendar">See <see cref="HasCalendar"/>.</param>
    /// <param name="series">Each pair of entity and metric at most once.</param>
    /// <param name="report">What was met while reading.</param>
    /// <exception cref="ArgumentException">A pair of entity and metric comes twice.</exception>
    public Recording(string source, string format, bool hasCalendar, IReadOnlyList<RawSeries> series, ReadingReport report)
    {
        ArgumentNullException.ThrowIfNull(series);
        var pairs = new HashSet<(string, string)>();
        foreach (var one in series)
        {
            if (!pairs.Add((one.Entity, one.Metric)))
            {
                throw new ArgumentException($"{one.Entity} has the metric {one.Metric} twice.", nameof(series));
            }
        }

        Source = source;
        Format = format;
        HasCalendar = hasCalendar;
        Series = series;
        Report = report;
        Entities = series.Select(one => one.Entity).Distinct(StringComparer.Ordinal).ToArray();
        Metrics = series.Select(one => one.Metric).Distinct(StringComparer.Ordinal).ToArray();
    }

    /// <summary>The path or the generator's description, as the user should see it.</summary>
    public string Source { get; }

    /// <summary>The format's name.</summary>
    public string Format { get; }

    /// <summary>Whether times are Unix milliseconds; when false they count milliseconds from the start of the trace.</summary>
    public bool HasCalendar { get; }

    /// <summary>Every kept series, entity by entity in order of appearance.</summary>
    public IReadOnlyList<RawSeries> Series { get; }

    /// <summary>What was met while reading.</summary>
    public ReadingReport Report { get; }

    /// <summary>What is known of an entity beyond its series, such as a machine's number of processors; may be empty.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Labels { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Entities in order of appearance.</summary>
    public IReadOnlyList<string> Entities { get; }

    /// <summary>Metrics in order of appearance.</summary>
    public IReadOnlyList<string> Metrics { get; }
}
