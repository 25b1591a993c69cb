namespace Presage.Simulation.Topologies;

/// <summary>One operation of a service: its steps, one after the other.</summary>
public sealed record OperationSpec
{
    /// <summary>The name, unique in its service.</summary>
    public required string Name { get; init; }

    /// <summary>The steps, one after the other; at least one.</summary>
    public required IReadOnlyList<StepSpec> Steps { get; init; }

    /// <summary>How likely a request fails for a reason of its own, [0, 1]; 0 by default.</summary>
    public double ErrorRate { get; init; }
}
