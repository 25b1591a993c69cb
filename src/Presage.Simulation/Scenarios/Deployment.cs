namespace Presage.Simulation.Scenarios;

/// <summary>A new version of a service, rolled out one instance after the other: its pods get new names, its caches are empty.</summary>
public sealed record Deployment
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>When it begins, counted from the start.</summary>
    public required TimeSpan At { get; init; }
}
