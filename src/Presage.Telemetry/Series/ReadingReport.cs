namespace Presage.Telemetry.Series;

/// <summary>What was met while reading: nothing is repaired or dropped without being counted here.</summary>
/// <param name="Rows">Rows (or samples, in formats without rows) that were kept.</param>
/// <param name="Skipped">Malformed rows left out because the caller allowed it.</param>
/// <param name="Unselected">Rows outside the asked entities or times.</param>
/// <param name="OutOfOrder">Kept rows older than the row before them of the same entity.</param>
/// <param name="Duplicates">Kept rows whose time their entity already had; the later row's values stay.</param>
/// <param name="MissingValues">Empty cells, NaN and infinities in the kept rows.</param>
/// <param name="InvalidValues">Values the format documents as invalid, such as a disk_io of -1 or 101; read as missing.</param>
public sealed record ReadingReport(
    long Rows,
    long Skipped,
    long Unselected,
    long OutOfOrder,
    long Duplicates,
    long MissingValues,
    long InvalidValues)
{
    /// <summary>The files that were read, in their order.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Files of a folder or archive that are no data of the format, such as a README.</summary>
    public IReadOnlyList<string> IgnoredFiles { get; init; } = [];
}
