namespace Presage.Simulation.Emission;

/// <summary>What one service did in one bin, computed from all its requests. Latencies are NaN where no request ended.</summary>
public readonly record struct ServiceMetrics
{
    /// <summary>Requests that ended in the bin, refused and failed ones included.</summary>
    public long Requests { get; init; }

    /// <summary>Those of them that failed or were refused.</summary>
    public long Errors { get; init; }

    /// <summary>Those of them that were refused because the queue was full or no instance was there.</summary>
    public long Refused { get; init; }

    /// <summary>Requests a second.</summary>
    public double Workload { get; init; }

    /// <summary>The mean time from a request's arrival to its end in milliseconds; refused ones do not count.</summary>
    public double LatencyMeanMs { get; init; }

    /// <summary>The median of that time.</summary>
    public double LatencyP50Ms { get; init; }

    /// <summary>Its 90th percentile.</summary>
    public double LatencyP90Ms { get; init; }

    /// <summary>Its 95th percentile.</summary>
    public double LatencyP95Ms { get; init; }

    /// <summary>Its 99th percentile.</summary>
    public double LatencyP99Ms { get; init; }

    /// <summary>The share of its processors in use, [0, 1].</summary>
    public double Cpu { get; init; }

    /// <summary>Processors in use, in thousandths, all instances together.</summary>
    public double CpuMillicores { get; init; }

    /// <summary>The share of the processors in use on the machines of its pods, [0, 1].</summary>
    public double HostCpu { get; init; }

    /// <summary>Memory of an instance on average, in MiB.</summary>
    public double MemoryMib { get; init; }

    /// <summary>Requests that waited, on average over time; for a broker also messages not yet worked off.</summary>
    public double QueueLength { get; init; }

    /// <summary>Requests in the service, waiting and answers outstanding included, on average over time.</summary>
    public double Concurrency { get; init; }

    /// <summary>Instances that took requests, on average over time.</summary>
    public double Instances { get; init; }

    /// <summary>The 90th percentile of how long its own calls to others took, in milliseconds; NaN without calls.</summary>
    public double ClientP90Ms { get; init; }

    /// <summary>The 95th percentile of the same.</summary>
    public double ClientP95Ms { get; init; }

    /// <summary>The 99th percentile of the same.</summary>
    public double ClientP99Ms { get; init; }

    /// <summary>The share of requests that did not fail, [0, 1]; NaN without requests.</summary>
    public double SuccessRate => Requests > 0 ? 1 - ((double)Errors / Requests) : double.NaN;
}
