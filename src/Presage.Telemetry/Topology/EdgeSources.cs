namespace Presage.Telemetry.Topology;

/// <summary>How an edge became known; several sources may know the same edge.</summary>
[Flags]
public enum EdgeSources
{
    /// <summary>Nothing knows it.</summary>
    None = 0,

    /// <summary>Observed: a span whose parent is a span of another service.</summary>
    Spans = 1,

    /// <summary>Observed: a table of calls, an adjacency matrix, or given by the user.</summary>
    CallTable = 2,

    /// <summary>Observed: the counters of a service-graph connector.</summary>
    ServiceGraphMetrics = 4,

    /// <summary>Observed: the name of a batch task says which tasks it waits for.</summary>
    TaskNames = 8,

    /// <summary>Inferred: the operation of a span without callee names another service or a database.</summary>
    OperationNames = 16,

    /// <summary>Inferred: the series of two nodes move together.</summary>
    Correlation = 32,
}
