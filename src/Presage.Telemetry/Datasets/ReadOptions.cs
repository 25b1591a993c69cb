namespace Presage.Telemetry.Datasets;

/// <summary>What to keep of a data path, and how to understand it; applied while reading, so that the rest costs no memory.</summary>
public sealed record ReadOptions
{
    /// <summary>Names of the entities to keep, with * and ? as wildcards; all by default.</summary>
    public IReadOnlyList<string> Entities { get; init; } = [];

    /// <summary>Names of the metrics to keep, with * and ? as wildcards; the format's usual ones by default.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>The oldest time to keep, in milliseconds as <see cref="Series.Recording.HasCalendar"/> says; none by default.</summary>
    public long? FromMs { get; init; }

    /// <summary>The first time to leave out again; none by default.</summary>
    public long? ToMs { get; init; }

    /// <summary>A name of <see cref="ReaderCatalog.Formats"/>; found from the content by default.</summary>
    public string? Format { get; init; }

    /// <summary>Whether a malformed row is left out and counted instead of being an error; false by default.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>The zone of written times that name none; UTC by default.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The unit of times written as numbers; found from their size by default.</summary>
    public TimestampUnit TimestampUnit { get; init; }

    /// <summary>The distance of rows in a table without times; one second by default.</summary>
    public TimeSpan RowStep { get; init; } = TimeSpan.FromSeconds(1);
}
