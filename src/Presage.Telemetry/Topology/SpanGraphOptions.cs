namespace Presage.Telemetry.Topology;

/// <summary>How spans become a graph.</summary>
public sealed record SpanGraphOptions
{
    /// <summary>The width of a time slice in milliseconds; a minute by default.</summary>
    public long SliceMs { get; init; } = ServiceGraphBuilder.DefaultSliceMs;

    /// <summary>How long a trace is waited for.</summary>
    public TraceOptions Traces { get; init; } = new();

    /// <summary>Whether the operation of a span without a callee may name one; such edges are inferred. True by default.</summary>
    public bool InferFromOperations { get; init; } = true;
}
