namespace Presage.Telemetry.Datasets;

/// <summary>What was met while reading logs.</summary>
/// <param name="Records">Records that were handed on.</param>
/// <param name="Skipped">Malformed rows left out because the caller allowed it.</param>
/// <param name="Unselected">Records outside the asked times.</param>
/// <param name="OutOfOrder">Records older than the one before them in their file, which are handed on as they come.</param>
/// <param name="Duplicates">Rows that an earlier file had already, letter by letter; left out.</param>
/// <param name="Files">The files that were read, in their order.</param>
public sealed record LogReadingReport(
    long Records, long Skipped, long Unselected, long OutOfOrder, long Duplicates, IReadOnlyList<string> Files)
{
    /// <summary>Rows whose TimeUnixNano was never set, read with their Timestamp instead, which is less fine.</summary>
    public long WrittenTimes { get; init; }

    /// <summary>Why the first of the malformed rows were left out, with file, line and what stands there.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];
}
