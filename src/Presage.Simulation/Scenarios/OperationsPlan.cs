using Presage.Simulation.Draws;
using Presage.Simulation.Topologies;

namespace Presage.Simulation.Scenarios;

/// <summary>Plans deployments and migrations by chance.</summary>
public static class OperationsPlan
{
    const uint DeploymentPurpose = 7001;
    const uint MigrationPurpose = 7002;
    const int TriesPerMigration = 200;

    /// <summary>Plans new versions of services, spread over the time.</summary>
    /// <param name="options">The scenario.</param>
    /// <param name="count">How many, 0 or more.</param>
    /// <returns>In the order of time; none where nothing in the shop is a program of its own.</returns>
    public static IReadOnlyList<Deployment> Deployments(SimulationOptions options, int count)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var programs = Programs(options.Topology);
        var draws = new DrawSequence(Draw.Bits((ulong)options.Seed, DeploymentPurpose));
        var planned = new List<Deployment>();
        for (int index = 0; index < count && programs.Length > 0; index++)
        {
            planned.Add(new Deployment
            {
                At = At(options, index, count, draws.Uniform()),
                Service = programs[(int)(draws.Uniform() * programs.Length)].Name,
            });
        }

        return planned;
    }

    /// <summary>Plans changes of the graph, spread over the time: an operation calls another service of the same kind from then on.</summary>
    /// <param name="options">The scenario.</param>
    /// <param name="count">How many, 0 or more.</param>
    /// <returns>In the order of time; fewer where the shop has no room for more, because calls may not go in circles.</returns>
    public static IReadOnlyList<Migration> Migrations(SimulationOptions options, int count)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var draws = new DrawSequence(Draw.Bits((ulong)options.Seed, MigrationPurpose));
        var topology = options.Topology;
        var planned = new List<Migration>();
        for (int index = 0; index < count; index++)
        {
            var at = At(options, index, count, draws.Uniform());
            for (int attempt = 0; attempt < TriesPerMigration; attempt++)
            {
                if (Propose(topology, at, ref draws) is { } migration && TryApply(topology, migration, out var changed))
                {
                    planned.Add(migration);
                    topology = changed;
                    break;
                }
            }
        }

        return planned;
    }

    static Migration? Propose(ShopTopology topology, TimeSpan at, ref DrawSequence draws)
    {
        var caller = topology.Services[(int)(draws.Uniform() * topology.Services.Count)];
        var operation = caller.Operations[(int)(draws.Uniform() * caller.Operations.Count)];
        string[] called = [.. operation.Steps.SelectMany(step => step.Calls ?? []).Select(call => call.Service).Distinct()];
        if (called.Length == 0)
        {
            return null;
        }

        string from = called[(int)(draws.Uniform() * called.Length)];
        var kind = topology.Services.First(service => service.Name == from).Kind;
        ServiceSpec[] others = [.. topology.Services.Where(service => service.Kind == kind && service.Name != caller.Name && !called.Contains(service.Name))];
        if (others.Length == 0)
        {
            return null;
        }

        var to = others[(int)(draws.Uniform() * others.Length)];
        return new Migration
        {
            At = at,
            Service = caller.Name,
            Operation = operation.Name,
            From = from,
            To = to.Name,
            ToOperation = to.Operations[(int)(draws.Uniform() * to.Operations.Count)].Name,
        };
    }

    static bool TryApply(ShopTopology topology, Migration migration, out ShopTopology changed)
    {
        changed = MigratedTopology.Apply(topology, migration);
        try
        {
            changed.Validate();
            return true;
        }
        catch (TopologyException)
        {
            // The proposal closes a circle; the next one may not.
            return false;
        }
    }

    static ServiceSpec[] Programs(ShopTopology topology) => [.. topology.Services.Where(service => service.Kind == ServiceKind.Service)];

    static TimeSpan At(SimulationOptions options, int index, int count, double share) =>
        TimeSpan.FromSeconds(Math.Floor(options.Duration.TotalSeconds * (index + share) / count));
}
