using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>What to keep of a service graph, and how to read it.</summary>
public sealed record TopologyOptions
{
    /// <summary>Where the graph lies when that is not beside the series; null by default. Only <see cref="GraphRecording.Read"/> looks at it.</summary>
    public string? Path { get; init; }

    /// <summary>The width of a time slice in milliseconds; a minute by default.</summary>
    public long SliceMs { get; init; } = ServiceGraphBuilder.DefaultSliceMs;

    /// <summary>Names for the rows of a matrix that has none, in its order; the rows' numbers from 0 by default.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>The jobs of a table of batch tasks to keep, with * and ? as wildcards; all by default.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];

    /// <summary>How long the spans of a trace are waited for.</summary>
    public TraceOptions Traces { get; init; } = new();

    /// <summary>Whether the operation of a span without a callee may name one; true by default.</summary>
    public bool InferFromOperations { get; init; } = true;

    /// <summary>Whether a malformed row is left out and counted instead of being an error; false by default.</summary>
    public bool SkipBadRows { get; init; }
}
