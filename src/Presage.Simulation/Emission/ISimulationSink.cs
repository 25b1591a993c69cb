namespace Presage.Simulation.Emission;

/// <summary>Takes what the simulated shop emits, as it happens and in one thread.</summary>
/// <remarks>
/// <see cref="Begin"/> comes first and <see cref="End"/> last, which does not come when the run was cancelled or a sink
/// threw. Spans and logs come in the order in which they end, bins in the order of time. What is passed by reference is
/// valid during the call only, except strings.
/// </remarks>
public interface ISimulationSink
{
    /// <summary>The run begins.</summary>
    /// <param name="shop">What runs.</param>
    void Begin(SimulatedShop shop);

    /// <summary>A bin of metrics is complete.</summary>
    /// <param name="bin">Its metrics.</param>
    void Metrics(in MetricsBin bin);

    /// <summary>A span of a sampled request ended.</summary>
    /// <param name="span">The span.</param>
    void Span(in SimulatedSpan span);

    /// <summary>A service wrote a log record.</summary>
    /// <param name="log">The record.</param>
    void Log(in SimulatedLog log);

    /// <summary>The shop changed.</summary>
    /// <param name="change">The change.</param>
    void Change(in ShopChange change);

    /// <summary>The run is complete.</summary>
    /// <param name="summary">What it amounted to.</param>
    void End(SimulationSummary summary);
}
