namespace Presage.Telemetry.Topology;

/// <summary>What a node of a service graph is.</summary>
public enum NodeKind
{
    /// <summary>A service of one's own, or anything a source names without saying more.</summary>
    Service,

    /// <summary>A database or a cache: it is called and calls nothing.</summary>
    Database,

    /// <summary>A queue or a topic between a producer and its consumers.</summary>
    Queue,

    /// <summary>Something outside that is known only by a name or an address.</summary>
    External,
}
