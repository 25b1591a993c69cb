using Presage.Telemetry.Topology;

namespace Presage.Simulation.Emission;

/// <summary>One side of one call of a sampled request, told when it ends.</summary>
public readonly record struct SimulatedSpan
{
    /// <summary>The upper half of the trace's number.</summary>
    public required ulong TraceHigh { get; init; }

    /// <summary>The lower half of the trace's number.</summary>
    public required ulong TraceLow { get; init; }

    /// <summary>The span's number.</summary>
    public required ulong Span { get; init; }

    /// <summary>The number of the span that caused it; 0 for the first one of a trace.</summary>
    public required ulong Parent { get; init; }

    /// <summary>Which side it is.</summary>
    public required SpanKind Kind { get; init; }

    /// <summary>Index of the service that the span belongs to.</summary>
    public required int Service { get; init; }

    /// <summary>The pod that the span belongs to.</summary>
    public required string Pod { get; init; }

    /// <summary>Index of the service that is called; the same as <see cref="Service"/> on its own side.</summary>
    public required int Callee { get; init; }

    /// <summary>The operation that is called.</summary>
    public required string Operation { get; init; }

    /// <summary>Its begin in Unix nanoseconds by the clock of the pod's machine.</summary>
    public required long StartUnixNano { get; init; }

    /// <summary>Its end in Unix nanoseconds by the clock of the pod's machine.</summary>
    public required long EndUnixNano { get; init; }

    /// <summary>Whether it failed, was refused or was given up.</summary>
    public required bool Failed { get; init; }
}
