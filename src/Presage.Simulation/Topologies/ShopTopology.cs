namespace Presage.Simulation.Topologies;

/// <summary>A shop of services: who they are, what their operations do and call, and where users come in.</summary>
public sealed record ShopTopology
{
    /// <summary>What the shop is called.</summary>
    public required string Name { get; init; }

    /// <summary>The services; at least one.</summary>
    public required IReadOnlyList<ServiceSpec> Services { get; init; }

    /// <summary>The operations that users call; at least one.</summary>
    public required IReadOnlyList<EntrySpec> Entries { get; init; }

    /// <summary>Machines that the instances are spread over, 1 to 4096; 4 by default.</summary>
    public int Hosts { get; init; } = 4;

    /// <summary>The mean time that a message takes from one service to another, in milliseconds; 0.3 by default, 0 for none.</summary>
    public double NetworkMs { get; init; } = 0.3;

    /// <summary>Checks the whole topology once.</summary>
    /// <exception cref="TopologyException">
    /// A name is missing, unknown or taken twice, a number is out of its range, or operations call each other in a circle.
    /// </exception>
    public void Validate() => TopologyCheck.Run(this);
}
