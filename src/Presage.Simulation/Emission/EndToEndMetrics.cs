namespace Presage.Simulation.Emission;

/// <summary>What users saw in one bin, all entries together. Latencies are NaN where no request ended.</summary>
public readonly record struct EndToEndMetrics
{
    /// <summary>Requests that ended in the bin.</summary>
    public long Requests { get; init; }

    /// <summary>Those of them that failed.</summary>
    public long Errors { get; init; }

    /// <summary>The median latency in milliseconds.</summary>
    public double LatencyP50Ms { get; init; }

    /// <summary>Its 90th percentile.</summary>
    public double LatencyP90Ms { get; init; }

    /// <summary>Its 95th percentile.</summary>
    public double LatencyP95Ms { get; init; }

    /// <summary>Its 99th percentile.</summary>
    public double LatencyP99Ms { get; init; }
}
