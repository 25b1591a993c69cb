using Presage.Simulation.Topologies;

namespace Presage.Simulation.Scenarios;

/// <summary>What happens to a shop, apart from the shop itself: the part of <see cref="SimulationOptions"/> that stands in a file.</summary>
public sealed record Scenario
{
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

    /// <summary>The scenario of a simulation.</summary>
    /// <param name="options">The simulation.</param>
    public static Scenario Of(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Scenario
        {
            Load = options.Load,
            LoadChanges = options.LoadChanges,
            Faults = options.Faults,
            Deployments = options.Deployments,
            Migrations = options.Migrations,
        };
    }

    /// <summary>Reads a scenario from a file of JSON; times count from the start, such as <c>1.06:30:00</c> for a day and six and a half hours.</summary>
    /// <param name="path">The file; comments and trailing commas are taken.</param>
    /// <exception cref="TopologyException">The file is missing or is no such JSON; the message names file and place.</exception>
    public static Scenario Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return JsonDescription.Parse<Scenario>(JsonDescription.ReadBytes(path), path);
    }

    /// <summary>The scenario as JSON that <see cref="Read"/> takes back.</summary>
    public string ToJson() => JsonDescription.Text(this);

    /// <summary>A simulation with this scenario in place of its own.</summary>
    /// <param name="options">The simulation.</param>
    public SimulationOptions ApplyTo(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { Load = Load, LoadChanges = LoadChanges, Faults = Faults, Deployments = Deployments, Migrations = Migrations };
    }
}
