namespace Presage.Simulation.Emission;

/// <summary>All metrics of one bin. The spans belong to the simulator and change after the call they were given to.</summary>
public readonly ref struct MetricsBin
{
    /// <summary>From 0.</summary>
    public required int Index { get; init; }

    /// <summary>When the bin begins, in Unix milliseconds.</summary>
    public required long StartUnixMs { get; init; }

    /// <summary>[service], in the order of the topology.</summary>
    public required ReadOnlySpan<ServiceMetrics> Services { get; init; }

    /// <summary>[edge], in the order of <see cref="SimulatedShop.Edges"/>.</summary>
    public required ReadOnlySpan<EdgeMetrics> Edges { get; init; }

    /// <summary>What users saw.</summary>
    public required EndToEndMetrics EndToEnd { get; init; }
}
