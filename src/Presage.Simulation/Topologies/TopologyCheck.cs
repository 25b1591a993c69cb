using System.Globalization;

namespace Presage.Simulation.Topologies;

/// <summary>Checks a topology from top to bottom and names the first thing that is wrong, with its place as in the JSON file.</summary>
static class TopologyCheck
{
    const int MostServices = 5000;
    const double MostTimeoutMs = 3_600_000;

    public static void Run(ShopTopology topology)
    {
        Require(!string.IsNullOrWhiteSpace(topology.Name), "name", $"'{topology.Name}': must not be empty");
        Require(topology.Services is { Count: >= 1 and <= MostServices }, "services", $"{topology.Services?.Count ?? 0} of them: there must be 1 to {MostServices}");
        Require(topology.Entries is { Count: >= 1 and <= 1024 }, "entries", $"{topology.Entries?.Count ?? 0} of them: there must be 1 to 1024");
        Between(topology.Hosts, 1, 4096, "hosts");
        Between(topology.NetworkMs, 0, 10_000, "networkMs");
        var operations = Names(topology);
        for (int service = 0; service < topology.Services!.Count; service++)
        {
            CheckService(topology.Services[service], $"services[{service}]", operations);
        }

        for (int entry = 0; entry < topology.Entries!.Count; entry++)
        {
            CheckEntry(topology.Entries[entry], $"entries[{entry}]", operations);
        }

        CheckCircles(topology);
    }

    // Every service's operations by name.
    static Dictionary<string, HashSet<string>> Names(ShopTopology topology)
    {
        var names = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        for (int service = 0; service < topology.Services.Count; service++)
        {
            var spec = topology.Services[service];
            string place = $"services[{service}]";
            CheckName(spec.Name, $"{place}.name");
            Require(spec.Operations is { Count: >= 1 and <= 256 }, $"{place}.operations", $"{spec.Operations?.Count ?? 0} of them: '{spec.Name}' must have 1 to 256");
            var own = new HashSet<string>(StringComparer.Ordinal);
            Require(names.TryAdd(spec.Name, own), $"{place}.name", $"'{spec.Name}': the name is taken by an earlier service");
            for (int operation = 0; operation < spec.Operations!.Count; operation++)
            {
                string name = spec.Operations[operation].Name;
                CheckName(name, $"{place}.operations[{operation}].name");
                Require(own.Add(name), $"{place}.operations[{operation}].name", $"'{name}': the name is taken by an earlier operation of '{spec.Name}'");
            }
        }

        return names;
    }

    static void CheckService(ServiceSpec service, string place, Dictionary<string, HashSet<string>> operations)
    {
        Require(Enum.IsDefined(service.Kind), $"{place}.kind", $"{service.Kind}: no kind of service");
        Between(service.Workers, 1, 1024, $"{place}.workers");
        Between(service.Instances, 1, 256, $"{place}.instances");
        Between(service.Threads, 0, 100_000, $"{place}.threads");
        Between(service.QueueLimit, 0, 1_000_000, $"{place}.queueLimit");
        Between(service.MemoryMib, 1, 1e7, $"{place}.memoryMib");
        Require(
            service.MemoryLimitMib > service.MemoryMib,
            $"{place}.memoryLimitMib",
            $"{Text(service.MemoryLimitMib)}: must lie above memoryMib {Text(service.MemoryMib)}");
        if (service.Autoscaling is { } scaling)
        {
            Between(scaling.TargetUtilisation, 0.05, 0.99, $"{place}.autoscaling.targetUtilisation");
            Between(scaling.Least, 1, 256, $"{place}.autoscaling.least");
            Between(scaling.Most, scaling.Least, 256, $"{place}.autoscaling.most");
            Between(service.Instances, scaling.Least, scaling.Most, $"{place}.instances");
            Between(scaling.IntervalSeconds, 1, 3600, $"{place}.autoscaling.intervalSeconds");
            Between(scaling.DelaySeconds, 0, 3600, $"{place}.autoscaling.delaySeconds");
            Between(scaling.CalmSeconds, 0, 86_400, $"{place}.autoscaling.calmSeconds");
        }

        for (int operation = 0; operation < service.Operations.Count; operation++)
        {
            CheckOperation(service.Operations[operation], $"{place}.operations[{operation}]", operations);
        }
    }

    static void CheckOperation(OperationSpec operation, string place, Dictionary<string, HashSet<string>> operations)
    {
        Between(operation.ErrorRate, 0, 1, $"{place}.errorRate");
        Require(operation.Steps is { Count: >= 1 and <= 32 }, $"{place}.steps", $"{operation.Steps?.Count ?? 0} of them: '{operation.Name}' must have 1 to 32");
        for (int step = 0; step < operation.Steps!.Count; step++)
        {
            var spec = operation.Steps[step];
            string at = $"{place}.steps[{step}]";
            Require(spec.Compute is null != spec.Calls is null, at, "either computes or makes calls: give one of compute and calls");
            if (spec.Compute?.Problem() is { } problem)
            {
                Require(false, $"{at}.compute", problem);
            }

            if (spec.Calls is { } calls)
            {
                Require(calls.Count is >= 1 and <= 64, $"{at}.calls", $"{calls.Count} of them: there must be 1 to 64");
                for (int call = 0; call < calls.Count; call++)
                {
                    CheckCall(calls[call], $"{at}.calls[{call}]", operations);
                }
            }
        }
    }

    static void CheckCall(CallSpec call, string place, Dictionary<string, HashSet<string>> operations)
    {
        CheckTarget(call.Service, call.Operation, place, operations);
        Require(call.Probability is > 0 and <= 1, $"{place}.probability", $"{Text(call.Probability)}: must be above 0 and at most 1");
        Require(call.CacheHitRatio is >= 0 and < 1, $"{place}.cacheHitRatio", $"{Text(call.CacheHitRatio)}: must be 0 or more and below 1");
        Between(call.Count, 1, 64, $"{place}.count");
        Between(call.TimeoutMs, 0, MostTimeoutMs, $"{place}.timeoutMs");
        Between(call.Retries, 0, 8, $"{place}.retries");
        Between(call.BackoffMs, 0, MostTimeoutMs, $"{place}.backoffMs");
        Require(
            !call.Asynchronous || (call.TimeoutMs == 0 && call.Retries == 0),
            place,
            "an asynchronous call has no answer to wait for: leave out timeoutMs and retries");
    }

    static void CheckEntry(EntrySpec entry, string place, Dictionary<string, HashSet<string>> operations)
    {
        CheckTarget(entry.Service, entry.Operation, place, operations);
        Between(entry.Rate, 0, 1e6, $"{place}.rate");
        if (entry.PeakHour is { } hour)
        {
            Between(hour, 0, 24, $"{place}.peakHour");
        }
    }

    static void CheckTarget(string service, string operation, string place, Dictionary<string, HashSet<string>> operations)
    {
        Require(operations.TryGetValue(service ?? "", out var known), $"{place}.service", $"'{service}': there is {Listed("service", operations.Keys)}");
        Require(known!.Contains(operation ?? ""), $"{place}.operation", $"'{operation}': '{service}' has {Listed("operation", known)}");
    }

    // Depth first; an operation on the path that is met again closes a circle.
    static void CheckCircles(ShopTopology topology)
    {
        var steps = topology.Services.SelectMany(service => service.Operations.Select(operation => (Key: (service.Name, operation.Name), operation.Steps)))
            .ToDictionary(one => one.Key, one => one.Steps);
        var finished = new HashSet<(string, string)>();
        var path = new List<(string Service, string Operation)>();
        foreach (var key in steps.Keys)
        {
            Visit(key);
        }

        void Visit((string Service, string Operation) key)
        {
            int met = path.IndexOf(key);
            if (met >= 0)
            {
                throw new TopologyException(
                    $"services: operations call each other in a circle: {string.Join(" -> ", path[met..].Append(key).Select(one => $"{one.Service}/{one.Operation}"))}.");
            }

            if (finished.Contains(key))
            {
                return;
            }

            path.Add(key);
            foreach (var call in steps[key].SelectMany(step => step.Calls ?? []))
            {
                Visit((call.Service, call.Operation));
            }

            path.RemoveAt(path.Count - 1);
            finished.Add(key);
        }
    }

    static void CheckName(string? name, string place) => Require(
        name is { Length: >= 1 and <= 120 } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'),
        place,
        $"'{name}': a name has 1 to 120 letters, digits, dots, dashes and underscores");

    static void Between(double value, double least, double most, string place) => Require(
        value >= least && value <= most, place, $"{Text(value)}: must be {Text(least)} to {Text(most)}");

    static string Listed(string what, IReadOnlyCollection<string> names) =>
        names.Count > 12 ? $"no such {what} among {names.Count}" : $"the {what} {string.Join(", ", names)}";

    static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    static void Require(bool holds, string place, string problem)
    {
        if (!holds)
        {
            throw new TopologyException($"{place}: {problem}.");
        }
    }
}
