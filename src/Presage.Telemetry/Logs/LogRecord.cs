using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Logs;

/// <summary>One record that an instance of a service logged.</summary>
public readonly record struct LogRecord
{
    /// <summary>When, in Unix nanoseconds, by the clock of its host.</summary>
    public required long TimeNs { get; init; }

    /// <summary>The service that wrote it, without the name of a pod.</summary>
    public required string Service { get; init; }

    /// <summary>The pod that wrote it.</summary>
    public required string Pod { get; init; }

    /// <summary>The machine the pod ran on; empty when unknown.</summary>
    public string Host { get; init; }

    /// <summary>The trace it belongs to; all zeros for none.</summary>
    public TraceId Trace { get; init; }

    /// <summary>The span it belongs to; 0 for none.</summary>
    public ulong SpanId { get; init; }

    /// <summary>How serious it is.</summary>
    public LogSeverity Severity { get; init; }

    /// <summary>The number of the text it was filled into, counted by its source; null when that is unknown.</summary>
    public int? Template { get; init; }

    /// <summary>What was written, taken out of the envelopes of collector and logger.</summary>
    public required string Message { get; init; }
}
