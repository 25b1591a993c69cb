using Presage.Simulation.Topologies;

namespace Presage.Simulation.Scenarios;

/// <summary>Which services a fault sits in: what a search for the root cause should find.</summary>
static class FaultLocation
{
    /// <summary>The service itself; caller and callee of an edge; the service of an entry; those with an instance on a machine at the start.</summary>
    public static IReadOnlyList<string> Services(Fault fault, ShopTopology topology) => fault.Kind switch
    {
        FaultKind.NetworkDelay or FaultKind.NetworkLoss => fault.Target.Split("->"),
        FaultKind.TrafficSurge => [fault.Target.Split('/')[0]],
        FaultKind.NoisyNeighbour =>
        [
            .. topology.Services
                .Where((service, index) => Enumerable.Range(0, service.Instances)
                    .Any(instance => HostNames.Text(HostNames.Place(index, instance, topology.Hosts)) == fault.Target))
                .Select(service => service.Name),
        ],
        _ => [fault.Target],
    };
}
