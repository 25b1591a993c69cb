namespace Presage.Simulation.Scenarios;

/// <summary>The edges that a scenario can have, those of its migrations included.</summary>
static class EdgeNames
{
    /// <summary><c>caller->callee</c>.</summary>
    public static string Text(string caller, string callee) => $"{caller}->{callee}";

    /// <summary>Every pair of services of which one calls the other at some time, in the order of the topology.</summary>
    public static IReadOnlyList<(string Caller, string Callee)> Of(SimulationOptions options)
    {
        var called = options.Topology.Services.SelectMany(service => service.Operations
            .SelectMany(operation => operation.Steps)
            .SelectMany(step => step.Calls ?? [])
            .Select(call => (service.Name, call.Service)));
        return [.. called.Concat(options.Migrations.Select(migration => (migration.Service, migration.To))).Distinct()];
    }
}
