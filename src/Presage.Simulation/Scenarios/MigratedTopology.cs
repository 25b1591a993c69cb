using Presage.Simulation.Topologies;

namespace Presage.Simulation.Scenarios;

/// <summary>The topology as it is after a migration.</summary>
static class MigratedTopology
{
    public static ShopTopology Apply(ShopTopology topology, Migration migration) => topology with
    {
        Services = [.. topology.Services.Select(service => service.Name == migration.Service ? Moved(service, migration) : service)],
    };

    static ServiceSpec Moved(ServiceSpec service, Migration migration) => service with
    {
        Operations =
        [
            .. service.Operations.Select(operation => operation.Name != migration.Operation ? operation : operation with
            {
                Steps = [.. operation.Steps.Select(step => step.Calls is null ? step : step with { Calls = [.. step.Calls.Select(call => Moved(call, migration))] })],
            }),
        ],
    };

    static CallSpec Moved(CallSpec call, Migration migration) =>
        call.Service == migration.From ? call with { Service = migration.To, Operation = migration.ToOperation } : call;
}
