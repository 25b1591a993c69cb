using Presage.Simulation.Draws;

namespace Presage.Simulation.Topologies;

/// <summary>Makes up a large shop: gateways, layers of services that prefer what others already call, and stores at the bottom.</summary>
/// <remarks>
/// Calls only go down, so that nothing calls itself in a circle, and every service is called by another one. Popularity
/// follows preferential attachment (Barabasi, Albert 1999), which gives the few hubs and many leaves that published call
/// graphs have (Luo et al. 2021 on Alibaba's). Computing times are chosen so that every service is worth watching: its
/// workers are busy for a fifth to two fifths of the time.
/// </remarks>
static class MeshTopology
{
    const int Layers = 4;
    const double LeastBusy = 0.2;
    const double MostBusy = 0.4;
    const double LeastMs = 2;
    const double MostMs = 60;
    const double TimeoutMs = 3000;

    /// <summary>Makes up a topology; the same numbers give the same one.</summary>
    /// <param name="services">How many services, 20 or more.</param>
    /// <param name="seed">Of its shape.</param>
    public static ShopTopology Create(int services, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(services, 20);
        var draws = new DrawSequence(Draw.Bits((ulong)seed, (uint)services));
        var nodes = CreateNodes(services, ref draws);
        Connect(nodes, ref draws);
        var gateways = nodes.Where(node => node.Layer == 0).ToArray();
        double callsPerSecond = services * (services > 100 ? 5 : 6.7);
        double requestsPerSecond = callsPerSecond / MeanCalls(nodes, gateways);
        var entries = Entries(gateways, requestsPerSecond, ref draws);
        var rough = new ShopTopology
        {
            Name = $"mesh-{services}",
            Services = [.. nodes.Select(node => node.Describe())],
            Entries = entries,
            Hosts = Math.Max(4, services / 8),
        };
        return Pace(rough, ref draws);
    }

    static List<MeshNode> CreateNodes(int services, ref DrawSequence draws)
    {
        int gateways = Math.Max(2, (int)Math.Round(Math.Sqrt(services) / 2.2));
        int stores = services / 4;
        var nodes = new List<MeshNode>();
        for (int index = 0; index < services; index++)
        {
            bool isStore = index >= services - stores;
            int layer = index < gateways ? 0 : isStore ? Layers + 1 : 1 + ((index - gateways) * Layers / (services - stores - gateways));
            var kind = !isStore ? ServiceKind.Service
                : draws.Uniform() switch { < 0.55 => ServiceKind.Database, < 0.85 => ServiceKind.Cache, _ => ServiceKind.External };
            string name = layer == 0 ? $"gateway-{index + 1}" : kind switch
            {
                ServiceKind.Database => $"db-{index + 1}",
                ServiceKind.Cache => $"cache-{index + 1}",
                ServiceKind.External => $"external-{index + 1}",
                _ => $"service-{index + 1}",
            };
            int operations = isStore ? 1 : 1 + (int)(draws.Uniform() * 3);
            nodes.Add(new MeshNode(name, kind, layer, operations));
        }

        return nodes;
    }

    // Layer by layer, so that what calls others is called itself.
    static void Connect(List<MeshNode> nodes, ref DrawSequence draws)
    {
        for (int layer = 0; layer <= Layers + 1; layer++)
        {
            foreach (var node in nodes.Where(node => node.Layer == layer))
            {
                for (int operation = 0; operation < node.Calls.Count; operation++)
                {
                    if (layer > 0 && !node.IsCalled[operation])
                    {
                        Add(Above(nodes, layer, ref draws), node, operation, ref draws);
                    }

                    if (layer <= Layers)
                    {
                        AddCalls(nodes, node, node.Calls[operation], ref draws);
                    }
                }
            }
        }
    }

    // An operation of the layer above, for what no one chose to call.
    static List<CallSpec> Above(List<MeshNode> nodes, int layer, ref DrawSequence draws)
    {
        var above = nodes.Where(node => node.Layer == layer - 1).SelectMany(node => node.Calls).ToArray();
        return above[(int)(draws.Uniform() * above.Length)];
    }

    static void AddCalls(List<MeshNode> nodes, MeshNode node, List<CallSpec> calls, ref DrawSequence draws)
    {
        int count = 1 + (draws.Uniform() < 0.5 ? 1 : 0) + (node.Layer == 0 ? 1 : 0);
        for (int call = 0; call < count; call++)
        {
            var callee = Preferred(nodes, node.Layer, ref draws);
            Add(calls, callee, (int)(draws.Uniform() * callee.Calls.Count), ref draws);
        }
    }

    // Of the layers below, one that is called already is the likelier the more callers it has.
    static MeshNode Preferred(List<MeshNode> nodes, int layer, ref DrawSequence draws)
    {
        var below = nodes.Where(node => node.Layer > layer && (node.Layer <= layer + 2 || node.Layer > Layers)).ToArray();
        double drawn = draws.Uniform() * below.Sum(node => node.Callers + 1.0);
        foreach (var node in below)
        {
            drawn -= node.Callers + 1;
            if (drawn <= 0)
            {
                return node;
            }
        }

        return below[^1];
    }

    static void Add(List<CallSpec> calls, MeshNode callee, int operation, ref DrawSequence draws)
    {
        string name = MeshNode.OperationName(operation);
        if (calls.Exists(call => call.Service == callee.Name && call.Operation == name))
        {
            return;
        }

        callee.Callers++;
        callee.IsCalled[operation] = true;
        bool isMessage = callee.Kind == ServiceKind.Service && draws.Uniform() < 0.08;
        calls.Add(new CallSpec
        {
            Service = callee.Name,
            Operation = name,
            Probability = Math.Round(0.4 + (0.6 * draws.Uniform()), 2),
            CacheHitRatio = callee.Kind == ServiceKind.Database ? Math.Round(0.6 * draws.Uniform(), 2) : 0,
            Asynchronous = isMessage,
            TimeoutMs = isMessage ? 0 : TimeoutMs,
            Retries = isMessage || draws.Uniform() < 0.8 ? 0 : 1,
            Optional = draws.Uniform() < 0.2,
        });
    }

    // Service calls that one request causes, over all operations of gateways alike.
    static double MeanCalls(List<MeshNode> nodes, MeshNode[] gateways)
    {
        var probe = new ShopTopology
        {
            Name = "probe",
            Services = [.. nodes.Select(node => node.Describe())],
            Entries = [.. gateways.SelectMany(gateway => gateway.Calls.Select((_, operation) => Entry(gateway, operation, 1)))],
        };
        return ShopSizing.OperationRates(probe).Values.Sum() / probe.Entries.Count;
    }

    static List<EntrySpec> Entries(MeshNode[] gateways, double requestsPerSecond, ref DrawSequence draws)
    {
        var entries = new List<(MeshNode Gateway, int Operation, double Share)>();
        foreach (var gateway in gateways)
        {
            for (int operation = 0; operation < gateway.Calls.Count; operation++)
            {
                entries.Add((gateway, operation, 0.5 + draws.Exponential(1)));
            }
        }

        double sum = entries.Sum(entry => entry.Share);
        return [.. entries.Select(entry => Entry(entry.Gateway, entry.Operation, Math.Round(requestsPerSecond * entry.Share / sum, 2)))];
    }

    static EntrySpec Entry(MeshNode gateway, int operation, double rate) =>
        new() { Service = gateway.Name, Operation = MeshNode.OperationName(operation), Rate = rate };

    static ShopTopology Pace(ShopTopology topology, ref DrawSequence draws)
    {
        var rates = ShopSizing.OperationRates(topology);
        var paced = new List<ServiceSpec>();
        foreach (var service in topology.Services)
        {
            double rate = service.Operations.Sum(operation => rates[(service.Name, operation.Name)]);
            double busy = LeastBusy + ((MostBusy - LeastBusy) * draws.Uniform());
            double meanMs = Math.Round(Math.Clamp(busy * service.Workers / Math.Max(rate, 1e-9) * 1000, LeastMs, MostMs), 1);
            paced.Add(service with
            {
                Operations = [.. service.Operations.Select(operation => operation with { Steps = [.. operation.Steps.Select(step => Paced(step, meanMs))] })],
            });
        }

        return ShopSizing.Resize(topology with { Services = paced }, MostBusy);
    }

    static StepSpec Paced(StepSpec step, double meanMs) =>
        step.Compute is { } time ? StepSpec.Computing(time with { MeanMs = meanMs }) : step;
}
