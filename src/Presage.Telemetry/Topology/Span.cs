namespace Presage.Telemetry.Topology;

/// <summary>One operation of one service inside a trace.</summary>
public readonly record struct Span
{
    /// <summary>The trace it belongs to.</summary>
    public required TraceId Trace { get; init; }

    /// <summary>Its id, unique in the trace but for a client and a server that share one; not 0.</summary>
    public required ulong Id { get; init; }

    /// <summary>The span that caused it; 0 for none.</summary>
    public ulong ParentId { get; init; }

    /// <summary>The service that ran it, without the name of a pod.</summary>
    public required string Service { get; init; }

    /// <summary>The pod or host it ran on, whose clock it was timed with; empty when unknown.</summary>
    public string Host { get; init; }

    /// <summary>What was done.</summary>
    public required string Operation { get; init; }

    /// <summary>Which side of a call it is.</summary>
    public SpanKind Kind { get; init; }

    /// <summary>Its start in Unix nanoseconds, by the clock of its host.</summary>
    public required long StartNs { get; init; }

    /// <summary>Its end in Unix nanoseconds, not before its start.</summary>
    public required long EndNs { get; init; }

    /// <summary>Whether it failed.</summary>
    public bool IsError { get; init; }

    /// <summary>The database, queue or service at the other end of a client, producer or consumer span; null when unknown.</summary>
    public string? Peer { get; init; }

    /// <summary>What <see cref="Peer"/> is.</summary>
    public NodeKind PeerKind { get; init; }

    /// <summary>Spans it follows without being their child; null for none.</summary>
    public IReadOnlyList<SpanLink>? Links { get; init; }

    /// <summary>How long it took, in nanoseconds.</summary>
    public long DurationNs => EndNs - StartNs;
}
