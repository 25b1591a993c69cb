using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>A service graph as it was read, and what was met on the way.</summary>
/// <param name="Source">The path.</param>
/// <param name="Formats">The formats of its files, names of <see cref="TopologyCatalog.Formats"/>.</param>
/// <param name="Graph">The graph of all files together.</param>
/// <param name="Files">The files that were read, in their order.</param>
/// <param name="Rows">Rows that were kept.</param>
/// <param name="Skipped">Malformed rows left out because the caller allowed it.</param>
public sealed record TopologyRecording(
    string Source,
    IReadOnlyList<string> Formats,
    ServiceGraph Graph,
    IReadOnlyList<string> Files,
    long Rows,
    long Skipped)
{
    /// <summary>What was met while spans became part of the graph; null without spans.</summary>
    public SpanReport? Spans { get; init; }

    /// <summary>Records of calls that came again; those of spans are counted in <see cref="Spans"/>.</summary>
    public long Duplicates { get; init; }

    /// <summary>Calls that are no edge because no record says who called or who was called.</summary>
    public long UnplacedCalls { get; init; }
}
