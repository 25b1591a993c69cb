using Presage.Simulation.Emission;

namespace Presage.Tests.Simulation;

/// <summary>Adds up what frames do not hold, and keeps spans, logs and changes.</summary>
sealed class TotalsSink : ISimulationSink
{
    /// <summary>Counts of each service over all bins.</summary>
    public (long Requests, long Errors, long Refused)[] Services { get; private set; } = [];

    /// <summary>Every bin's metrics of each service.</summary>
    public List<ServiceMetrics[]> Bins { get; } = [];

    public List<SimulatedSpan> Spans { get; } = [];

    public List<SimulatedLog> Logs { get; } = [];

    public List<ShopChange> Changes { get; } = [];

    public SimulatedShop? Shop { get; private set; }

    public void Begin(SimulatedShop shop)
    {
        Shop = shop;
        Services = new (long, long, long)[shop.Services.Count];
    }

    public void Metrics(in MetricsBin bin)
    {
        Bins.Add(bin.Services.ToArray());
        for (int service = 0; service < bin.Services.Length; service++)
        {
            ref readonly var metrics = ref bin.Services[service];
            Services[service].Requests += metrics.Requests;
            Services[service].Errors += metrics.Errors;
            Services[service].Refused += metrics.Refused;
        }
    }

    public void Span(in SimulatedSpan span) => Spans.Add(span);

    public void Log(in SimulatedLog log) => Logs.Add(log);

    public void Change(in ShopChange change) => Changes.Add(change);

    public void End(SimulationSummary summary)
    {
    }
}
