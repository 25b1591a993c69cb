namespace Presage.Simulation.Topologies;

/// <summary>One step of an operation: it either computes, or makes calls at the same time and waits for all of them.</summary>
public sealed record StepSpec
{
    /// <summary>How long a worker computes; null for a step of calls.</summary>
    public ServiceTime? Compute { get; init; }

    /// <summary>The calls made at the same time; null for a step that computes.</summary>
    public IReadOnlyList<CallSpec>? Calls { get; init; }

    /// <summary>A step that computes.</summary>
    /// <param name="time">How long.</param>
    public static StepSpec Computing(ServiceTime time) => new() { Compute = time };

    /// <summary>A step that makes calls at the same time.</summary>
    /// <param name="calls">At least one.</param>
    public static StepSpec Calling(params CallSpec[] calls) => new() { Calls = calls };
}
