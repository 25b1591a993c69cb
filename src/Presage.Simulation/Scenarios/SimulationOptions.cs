using Presage.Simulation.Topologies;

namespace Presage.Simulation.Scenarios;

/// <summary>What to simulate. The same options give the same telemetry, bit for bit.</summary>
public sealed record SimulationOptions
{
    /// <summary>The shop.</summary>
    public required ShopTopology Topology { get; init; }

    /// <summary>How long; a multiple of <see cref="Step"/>.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The seed of everything random, 0 or more; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>When it begins; by default Monday, 2024-01-01, in UTC.</summary>
    public DateTimeOffset Start { get; init; } = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The width of a bin of metrics; 10 seconds by default.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How requests arrive.</summary>
    public LoadProfile Load { get; init; } = new();

    /// <summary>Hypothetical changes of load.</summary>
    public IReadOnlyList<LoadChange> LoadChanges { get; init; } = [];

    /// <summary>What goes wrong.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>New versions.</summary>
    public IReadOnlyList<Deployment> Deployments { get; init; } = [];

    /// <summary>Changes of the graph.</summary>
    public IReadOnlyList<Migration> Migrations { get; init; } = [];

    /// <summary>The share of requests whose spans and logs are written, [0, 1]; 0.01 by default.</summary>
    public double Sampling { get; init; } = 0.01;

    /// <summary>The deviation of the machines' clocks in milliseconds; 0 by default. It shows in spans only.</summary>
    public double ClockSkewMs { get; init; }

    /// <summary>Checks the options once, the topology with them.</summary>
    /// <exception cref="TopologyException">A value is out of its range, or names what the topology does not have.</exception>
    public void Validate() => ScenarioCheck.Run(this);
}
