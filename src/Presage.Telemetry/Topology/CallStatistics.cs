namespace Presage.Telemetry.Topology;

/// <summary>Calls, errors and latencies of one edge or node over some time.</summary>
public sealed class CallStatistics
{
    /// <summary>How many calls there were.</summary>
    public long Calls { get; private set; }

    /// <summary>How many of them failed.</summary>
    public long Errors { get; private set; }

    /// <summary>The sum of the known latencies in milliseconds.</summary>
    public double LatencySumMs { get; private set; }

    /// <summary>How many calls have a known latency.</summary>
    public long TimedCalls { get; private set; }

    /// <summary>The distribution of the known latencies; empty when the source only gives sums.</summary>
    public LatencySketch Latencies { get; } = new();

    /// <summary>The mean of the known latencies in milliseconds; NaN when there is none.</summary>
    public double MeanLatencyMs => TimedCalls > 0 ? LatencySumMs / TimedCalls : double.NaN;

    /// <summary>The 95th percentile of the latencies in milliseconds, within 2 %; NaN when there is no distribution.</summary>
    public double LatencyP95Ms => Latencies.Quantile(0.95);

    /// <summary>The share of calls that failed; NaN without calls.</summary>
    public double ErrorRate => Calls > 0 ? (double)Errors / Calls : double.NaN;

    /// <summary>Adds one call.</summary>
    /// <param name="latencyMs">Milliseconds; NaN when unknown.</param>
    /// <param name="isError">Whether it failed.</param>
    public void Add(double latencyMs, bool isError)
    {
        Calls++;
        Errors += isError ? 1 : 0;
        if (!double.IsNaN(latencyMs))
        {
            TimedCalls++;
            LatencySumMs += latencyMs;
            Latencies.Add(latencyMs);
        }
    }

    /// <summary>Adds the increase of counters.</summary>
    /// <param name="calls">More calls.</param>
    /// <param name="errors">How many of them failed.</param>
    /// <param name="timedCalls">How many calls <paramref name="latencySumMs"/> is of.</param>
    /// <param name="latencySumMs">The sum of their latencies.</param>
    public void AddCounts(long calls, long errors, long timedCalls, double latencySumMs)
    {
        Calls += calls;
        Errors += errors;
        TimedCalls += timedCalls;
        LatencySumMs += latencySumMs;
    }

    /// <summary>Adds all calls of another one.</summary>
    /// <param name="other">Not changed.</param>
    public void Add(CallStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        AddCounts(other.Calls, other.Errors, other.TimedCalls, other.LatencySumMs);
        Latencies.Add(other.Latencies);
    }
}
