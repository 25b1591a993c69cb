namespace Presage.Simulation.Topologies;

/// <summary>Works out the demand on every service from the topology alone, and gives services the instances they need for it.</summary>
static class ShopSizing
{
    /// <summary>Requests per second of every operation at the average rates, retries left out.</summary>
    /// <param name="topology">A checked topology.</param>
    /// <returns>By service and operation.</returns>
    public static Dictionary<(string Service, string Operation), double> OperationRates(ShopTopology topology)
    {
        var steps = topology.Services.SelectMany(service => service.Operations.Select(operation => (Key: (service.Name, operation.Name), operation.Steps)))
            .ToDictionary(one => one.Key, one => one.Steps);
        var rates = steps.Keys.ToDictionary(key => key, _ => 0.0);
        foreach (var entry in topology.Entries)
        {
            rates[(entry.Service, entry.Operation)] += entry.Rate;
        }

        foreach (var key in CallersFirst(steps))
        {
            foreach (var call in steps[key].SelectMany(step => step.Calls ?? []))
            {
                rates[(call.Service, call.Operation)] += rates[key] * call.Expected;
            }
        }

        return rates;
    }

    /// <summary>The workers of each service that compute at the average rates.</summary>
    /// <param name="topology">A checked topology.</param>
    /// <returns>By service: rate times mean time, summed over operations.</returns>
    public static Dictionary<string, double> BusyWorkers(ShopTopology topology)
    {
        var rates = OperationRates(topology);
        return topology.Services.ToDictionary(
            service => service.Name,
            service => service.Operations.Sum(operation =>
                rates[(service.Name, operation.Name)] * operation.Steps.Sum(step => step.Compute?.MeanMs ?? 0) / 1000));
    }

    /// <summary>Gives every service the instances with which its workers are busy for a share of the time at the average rates.</summary>
    /// <param name="topology">A checked topology; what it says about instances is replaced.</param>
    /// <param name="utilisation">(0, 1).</param>
    public static ShopTopology Resize(ShopTopology topology, double utilisation)
    {
        var busy = BusyWorkers(topology);
        return topology with
        {
            Services =
            [
                .. topology.Services.Select(service =>
                {
                    int instances = Math.Clamp((int)Math.Ceiling(busy[service.Name] / (service.Workers * utilisation)), 1, 256);
                    return service with
                    {
                        Instances = instances,
                        Autoscaling = service.Autoscaling is { } scaling
                            ? scaling with { Least = Math.Max(1, instances / 3), Most = Math.Min(256, (instances * 4) + 2) }
                            : null,
                    };
                }),
            ],
        };
    }

    // An operation after all that call it.
    static List<(string Service, string Operation)> CallersFirst(Dictionary<(string, string), IReadOnlyList<StepSpec>> steps)
    {
        var order = new List<(string, string)>();
        var seen = new HashSet<(string, string)>();
        foreach (var key in steps.Keys)
        {
            Visit(key);
        }

        order.Reverse();
        return order;

        void Visit((string, string) key)
        {
            if (!seen.Add(key))
            {
                return;
            }

            foreach (var call in steps[key].SelectMany(step => step.Calls ?? []))
            {
                Visit((call.Service, call.Operation));
            }

            order.Add(key);
        }
    }
}
