namespace Presage.Simulation.Emission;

/// <summary>What metrics are called in frames and in tables of a row for each sample, and in which order they come.</summary>
public static class MetricNames
{
    /// <summary>Metrics of a service; units are in the names, a workload is in requests a second.</summary>
    public static IReadOnlyList<string> Service { get; } =
    [
        "requests", "errors", "workload", "latency_mean_ms", "latency_p50_ms", "latency_p95_ms", "latency_p99_ms",
        "cpu", "memory_mib", "queue_length", "concurrency", "instances",
    ];

    /// <summary>Metrics of an edge.</summary>
    public static IReadOnlyList<string> Edge { get; } = ["calls", "errors", "latency_mean_ms", "latency_p95_ms"];

    /// <summary>The values in the order of <see cref="Service"/>.</summary>
    /// <param name="metrics">Of one service in one bin.</param>
    /// <param name="values">As many as there are names.</param>
    public static void Write(in ServiceMetrics metrics, Span<double> values)
    {
        values[0] = metrics.Requests;
        values[1] = metrics.Errors;
        values[2] = metrics.Workload;
        values[3] = metrics.LatencyMeanMs;
        values[4] = metrics.LatencyP50Ms;
        values[5] = metrics.LatencyP95Ms;
        values[6] = metrics.LatencyP99Ms;
        values[7] = metrics.Cpu;
        values[8] = metrics.MemoryMib;
        values[9] = metrics.QueueLength;
        values[10] = metrics.Concurrency;
        values[11] = metrics.Instances;
    }

    /// <summary>The values in the order of <see cref="Edge"/>.</summary>
    /// <param name="metrics">Of one edge in one bin.</param>
    /// <param name="values">As many as there are names.</param>
    public static void Write(in EdgeMetrics metrics, Span<double> values)
    {
        values[0] = metrics.Calls;
        values[1] = metrics.Errors;
        values[2] = metrics.LatencyMeanMs;
        values[3] = metrics.LatencyP95Ms;
    }
}
