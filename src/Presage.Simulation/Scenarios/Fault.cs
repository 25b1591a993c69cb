namespace Presage.Simulation.Scenarios;

/// <summary>A fault to inject, which is also the ground truth about it.</summary>
public sealed record Fault
{
    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>
    /// Where: a service's name; for network faults an edge <c>caller->callee</c>; for a traffic surge an entry
    /// <c>service/operation</c>; for a noisy neighbour a machine, <c>host-1</c> being the first.
    /// </summary>
    public required string Target { get; init; }

    /// <summary>When it begins, counted from the start.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>When it is over, counted from the start.</summary>
    public required TimeSpan End { get; init; }

    /// <summary>How bad it is, (0, 1]; what that means stands at <see cref="FaultKind"/>.</summary>
    public double Severity { get; init; } = 0.5;

    /// <summary>How it begins; suddenly by default.</summary>
    public FaultOnset Onset { get; init; } = FaultOnset.Sudden;
}
