namespace Presage.Telemetry.Datasets;

/// <summary>Which spans to read.</summary>
public sealed record SpanReadOptions
{
    /// <summary>The oldest start to keep, in Unix milliseconds; none by default.</summary>
    public long? FromMs { get; init; }

    /// <summary>The first start to leave out again; none by default.</summary>
    public long? ToMs { get; init; }

    /// <summary>Whether a malformed row is left out and counted instead of being an error; false by default.</summary>
    public bool SkipBadRows { get; init; }
}
