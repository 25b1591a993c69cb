namespace Presage.Simulation.Topologies;

/// <summary>One service of a shop: its operations, and what its instances can do.</summary>
public sealed record ServiceSpec
{
    /// <summary>The name, unique in the shop: letters, digits, dots, dashes and underscores.</summary>
    public required string Name { get; init; }

    /// <summary>What it is; a service by default.</summary>
    public ServiceKind Kind { get; init; } = ServiceKind.Service;

    /// <summary>The operations; at least one.</summary>
    public required IReadOnlyList<OperationSpec> Operations { get; init; }

    /// <summary>How many requests an instance computes at the same time, 1 to 1024; 4 by default.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>Instances at the start, 1 to 256; 1 by default.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>
    /// Requests that an instance holds at the same time, those that wait for answers of others included; 0, the
    /// default, for no bound. With a bound a slow dependency exhausts its callers.
    /// </summary>
    public int Threads { get; init; }

    /// <summary>Requests of an instance that may wait; one more is refused. 1000 by default.</summary>
    public int QueueLimit { get; init; } = 1000;

    /// <summary>What an idle instance takes, in MiB; 180 by default.</summary>
    public double MemoryMib { get; init; } = 180;

    /// <summary>At how many MiB an instance is killed; 512 by default.</summary>
    public double MemoryLimitMib { get; init; } = 512;

    /// <summary>How the number of instances follows the load; null, the default, for never.</summary>
    public AutoscalingSpec? Autoscaling { get; init; }
}
