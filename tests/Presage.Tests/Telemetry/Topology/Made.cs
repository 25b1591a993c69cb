using Presage.Telemetry.Topology;

namespace Presage.Tests.Telemetry.Topology;

/// <summary>Spans with what a test is about and nothing else.</summary>
static class Made
{
    /// <summary>A span of trace 1 on a host of its service's name; times in milliseconds.</summary>
    public static Span Span(ulong id, ulong parent, string service, long startMs, long endMs, ulong trace = 1) => new()
    {
        Trace = new TraceId(0, trace),
        Id = id,
        ParentId = parent,
        Service = service,
        Operation = "work",
        StartNs = startMs * 1_000_000,
        EndNs = endMs * 1_000_000,
    };
}
