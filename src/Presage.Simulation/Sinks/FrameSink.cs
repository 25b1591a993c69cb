using Presage.Simulation.Emission;
using Presage.Simulation.Topologies;
using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;

namespace Presage.Simulation.Sinks;

/// <summary>Keeps all metrics of a run in memory, on the grid that models work on; spans and logs pass by.</summary>
/// <remarks>Takes 4 bytes for each metric of each service, edge and bin.</remarks>
public sealed class FrameSink : ISimulationSink
{
    readonly List<ShopChange> _changes = [];
    SimulatedShop? _shop;
    float[] _services = []; // [service, metric, bin]
    float[] _edges = []; // [edge, metric, bin]
    SimulationSummary? _summary;

    /// <summary>What ran.</summary>
    /// <exception cref="InvalidOperationException">The run has not begun.</exception>
    public SimulatedShop Shop => _shop ?? throw new InvalidOperationException("The simulation has not begun.");

    /// <summary>What the run amounted to.</summary>
    /// <exception cref="InvalidOperationException">The run is not complete.</exception>
    public SimulationSummary Summary => _summary ?? throw new InvalidOperationException("The simulation is not complete.");

    /// <summary>What changed in the shop, in the order of time.</summary>
    public IReadOnlyList<ShopChange> Changes => _changes;

    /// <summary>[service, metric, bin] with the metrics of <see cref="MetricNames.Service"/>; NaN where nothing was observed.</summary>
    /// <exception cref="InvalidOperationException">The run is not complete.</exception>
    public Frame Services => CreateFrame(Shop.Services, MetricNames.Service, _services);

    /// <summary>[edge, metric, bin] with the metrics of <see cref="MetricNames.Edge"/>, edges as in <see cref="SimulatedShop.Edges"/>.</summary>
    /// <exception cref="InvalidOperationException">The run is not complete.</exception>
    public Frame Edges => CreateFrame([.. Enumerable.Range(0, Shop.Edges.Count).Select(Shop.EdgeName)], MetricNames.Edge, _edges);

    /// <summary>Who called whom over the whole run: nodes in the order of the services, weights are calls.</summary>
    /// <exception cref="InvalidOperationException">The run is not complete.</exception>
    public ServiceGraph CreateGraph()
    {
        var graph = new ServiceGraphBuilder();
        foreach (var service in Shop.Options.Topology.Services)
        {
            graph.AddNode(service.Name, KindOf(service.Kind));
        }

        var edges = Edges;
        for (int edge = 0; edge < Shop.Edges.Count; edge++)
        {
            float calls = 0;
            foreach (float value in edges.Values(edge, metric: 0))
            {
                calls += value;
            }

            if (calls > 0)
            {
                var (caller, callee) = Shop.Edges[edge];
                graph.AddEdge(Shop.Services[caller], Shop.Services[callee], EdgeSources.CallTable, calls);
            }
        }

        return graph.Build();
    }

    /// <inheritdoc />
    public void Begin(SimulatedShop shop)
    {
        ArgumentNullException.ThrowIfNull(shop);
        _shop = shop;
        _summary = null;
        _changes.Clear();
        _services = new float[(long)shop.Services.Count * MetricNames.Service.Count * shop.Bins];
        _edges = new float[(long)shop.Edges.Count * MetricNames.Edge.Count * shop.Bins];
    }

    /// <inheritdoc />
    public void Metrics(in MetricsBin bin)
    {
        Span<float> values = stackalloc float[MetricNames.Service.Count];
        for (int service = 0; service < bin.Services.Length; service++)
        {
            MetricNames.Write(bin.Services[service], values);
            Store(values, _services, service, bin.Index);
        }

        values = values[..MetricNames.Edge.Count];
        for (int edge = 0; edge < bin.Edges.Length; edge++)
        {
            MetricNames.Write(bin.Edges[edge], values);
            Store(values, _edges, edge, bin.Index);
        }
    }

    /// <inheritdoc />
    public void Span(in SimulatedSpan span)
    {
    }

    /// <inheritdoc />
    public void Log(in SimulatedLog log)
    {
    }

    /// <inheritdoc />
    public void Change(in ShopChange change) => _changes.Add(change);

    /// <inheritdoc />
    public void End(SimulationSummary summary) => _summary = summary;

    static NodeKind KindOf(ServiceKind kind) => kind switch
    {
        ServiceKind.Database or ServiceKind.Cache => NodeKind.Database,
        ServiceKind.Queue => NodeKind.Queue,
        ServiceKind.External => NodeKind.External,
        _ => NodeKind.Service,
    };

    void Store(ReadOnlySpan<float> values, float[] target, int entity, int bin)
    {
        for (int metric = 0; metric < values.Length; metric++)
        {
            target[(((entity * values.Length) + metric) * Shop.Bins) + bin] = values[metric];
        }
    }

    Frame CreateFrame(IReadOnlyList<string> entities, IReadOnlyList<string> metrics, float[] values)
    {
        _ = Summary;
        return new Frame(
            Shop.Options.Start.ToUnixTimeMilliseconds(), (long)Shop.Options.Step.TotalMilliseconds, hasCalendar: true, entities, metrics, values);
    }
}
