namespace Presage.Simulation.Emission;

/// <summary>What one service's calls to another did in one bin, every attempt counted. Latencies are NaN where none ended.</summary>
public readonly record struct EdgeMetrics
{
    /// <summary>Attempts that ended in the bin: answered, failed or given up; messages count when they are sent.</summary>
    public long Calls { get; init; }

    /// <summary>Those of them that failed or were given up.</summary>
    public long Errors { get; init; }

    /// <summary>The mean time the caller waited in milliseconds; messages do not count.</summary>
    public double LatencyMeanMs { get; init; }

    /// <summary>The median of that time.</summary>
    public double LatencyP50Ms { get; init; }

    /// <summary>Its 95th percentile.</summary>
    public double LatencyP95Ms { get; init; }

    /// <summary>The median time from arrival to end at the service that is called.</summary>
    public double ServerP50Ms { get; init; }
}
