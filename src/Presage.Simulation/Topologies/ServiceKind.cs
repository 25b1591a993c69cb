namespace Presage.Simulation.Topologies;

/// <summary>What a node of a shop is.</summary>
public enum ServiceKind
{
    /// <summary>A program of the shop's own.</summary>
    Service,

    /// <summary>A database.</summary>
    Database,

    /// <summary>A cache that others share.</summary>
    Cache,

    /// <summary>A message broker: what it passes on is worked off later, and its queue length counts the messages that wait.</summary>
    Queue,

    /// <summary>Somebody else's service, such as a payment provider.</summary>
    External,
}
