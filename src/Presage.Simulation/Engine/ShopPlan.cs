using Presage.Simulation.Emission;
using Presage.Simulation.Topologies;

namespace Presage.Simulation.Engine;

/// <summary>A topology with its names resolved: flat tables that the engine walks through.</summary>
sealed class ShopPlan
{
    const double NsPerMs = 1e6;

    readonly Dictionary<(string Service, string Operation), int> _operationIndex = [];

    public ShopPlan(SimulatedShop shop)
    {
        var topology = shop.Options.Topology;
        Services = [.. topology.Services.Select((spec, index) => new ServiceState(index, spec))];
        Edges = [.. shop.Edges.Select(edge => new EdgeState(edge.Caller, edge.Callee))];
        NameOperations(topology);
        var (operations, steps, sites) = (new List<OperationPlan>(), new List<StepPlan>(), new List<CallSite>());
        foreach (var service in Services)
        {
            foreach (var operation in service.Spec.Operations)
            {
                int first = steps.Count;
                AddSteps(operation, service.Index, operations.Count, steps, sites);
                double usualMs = operation.Steps.Sum(step => step.Compute?.MeanMs ?? 0);
                operations.Add(new OperationPlan(service.Index, operation.Name, first, steps.Count, operation.ErrorRate, usualMs * NsPerMs));
            }
        }

        Operations = [.. operations];
        Steps = [.. steps];
        Sites = [.. sites];
        UserEdges = [.. topology.Entries.Select(entry => entry.Service).Distinct()
            .Select(name => new EdgeState(-1, Array.FindIndex(Services, service => service.Spec.Name == name)))];
        foreach (var edge in Edges.Concat(UserEdges))
        {
            Services[edge.Callee].Incoming.Add(edge);
            if (edge.Caller >= 0)
            {
                Services[edge.Caller].Outgoing.Add(edge);
            }
        }
    }

    public ServiceState[] Services { get; }

    public EdgeState[] Edges { get; }

    /// <summary>Where users come in, one for each service with entries; their place in a call is after those of <see cref="Edges"/>.</summary>
    public EdgeState[] UserEdges { get; }

    public OperationPlan[] Operations { get; }

    public StepPlan[] Steps { get; }

    public CallSite[] Sites { get; }

    public int OperationOf(string service, string operation) => _operationIndex[(service, operation)];

    public int EdgeOf(int caller, int callee) => Array.FindIndex(Edges, edge => edge.Caller == caller && edge.Callee == callee);

    public int UserEdgeOf(int service) => Edges.Length + Array.FindIndex(UserEdges, edge => edge.Callee == service);

    void NameOperations(ShopTopology topology)
    {
        foreach (var service in topology.Services)
        {
            foreach (var operation in service.Operations)
            {
                _operationIndex.Add((service.Name, operation.Name), _operationIndex.Count);
            }
        }
    }

    void AddSteps(OperationSpec operation, int service, int index, List<StepPlan> steps, List<CallSite> sites)
    {
        uint number = 0;
        foreach (var step in operation.Steps)
        {
            if (step.Compute is { } time)
            {
                steps.Add(new StepPlan(new TimeSampler(time), 0, 0));
                continue;
            }

            steps.Add(new StepPlan(default, sites.Count, step.Calls!.Count));
            foreach (var call in step.Calls)
            {
                int callee = Array.FindIndex(Services, one => one.Spec.Name == call.Service);
                sites.Add(new CallSite
                {
                    Service = service,
                    CallerOperation = index,
                    Number = number++,
                    Operation = OperationOf(call.Service, call.Operation),
                    Edge = EdgeOf(service, callee),
                    Probability = call.Probability,
                    HitRatio = call.CacheHitRatio,
                    Count = call.Count,
                    TimeoutNs = (long)(call.TimeoutMs * NsPerMs),
                    Retries = call.Retries,
                    BackoffNs = call.BackoffMs * NsPerMs,
                    IsOptional = call.Optional,
                    IsMessage = call.Asynchronous,
                });
            }
        }
    }
}
