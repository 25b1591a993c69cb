using Presage.Simulation.Scenarios;

namespace Presage.Simulation.Emission;

/// <summary>What a sink is told before the first event: what runs, and what indices mean.</summary>
public sealed class SimulatedShop
{
    internal SimulatedShop(SimulationOptions options)
    {
        Options = options;
        Services = [.. options.Topology.Services.Select(service => service.Name)];
        var index = Services.Select((name, at) => (name, at)).ToDictionary(one => one.name, one => one.at, StringComparer.Ordinal);
        Edges = [.. EdgeNames.Of(options).Select(edge => new SimulatedEdge(index[edge.Caller], index[edge.Callee]))];
        Bins = (int)(options.Duration.Ticks / options.Step.Ticks);
    }

    /// <summary>What is simulated.</summary>
    public SimulationOptions Options { get; }

    /// <summary>The names of the services, in the order of the topology.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>Every edge the shop can have at some time; migrations add theirs.</summary>
    public IReadOnlyList<SimulatedEdge> Edges { get; }

    /// <summary>How many bins of metrics there will be.</summary>
    public int Bins { get; }

    /// <summary><c>caller->callee</c>.</summary>
    /// <param name="edge">Index into <see cref="Edges"/>.</param>
    public string EdgeName(int edge) => EdgeNames.Text(Services[Edges[edge].Caller], Services[Edges[edge].Callee]);
}
