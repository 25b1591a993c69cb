namespace Presage.Telemetry.Datasets;

/// <summary>Which log records to read.</summary>
public sealed record LogReadOptions
{
    /// <summary>The oldest time to keep, in Unix milliseconds; none by default.</summary>
    public long? FromMs { get; init; }

    /// <summary>The first time to leave out again; none by default.</summary>
    public long? ToMs { get; init; }

    /// <summary>Whether a malformed row is left out and counted instead of being an error; false by default.</summary>
    public bool SkipBadRows { get; init; }
}
