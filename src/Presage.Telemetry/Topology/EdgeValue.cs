namespace Presage.Telemetry.Topology;

/// <summary>What an adjacency matrix holds for an edge.</summary>
public enum EdgeValue
{
    /// <summary>1 for every edge.</summary>
    Presence,

    /// <summary>The weight the source gave; 1 where it gave none.</summary>
    Weight,

    /// <summary>The calls of the time asked for; 0 for an edge that is known without calls.</summary>
    Calls,
}
