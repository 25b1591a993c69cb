namespace Presage.Telemetry.Topology;

/// <summary>A span that another one follows without being its child, such as the sending of a message.</summary>
/// <param name="Trace">The trace of the span that is followed.</param>
/// <param name="SpanId">The span that is followed.</param>
public readonly record struct SpanLink(TraceId Trace, ulong SpanId);
