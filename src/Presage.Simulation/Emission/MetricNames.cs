namespace Presage.Simulation.Emission;

/// <summary>What metrics are called in frames and tables, and in which order they come.</summary>
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

    /// <summary>Metrics of what users see.</summary>
    public static IReadOnlyList<string> Users { get; } = ["requests", "errors", "latency_p50_ms", "latency_p95_ms", "latency_p99_ms"];

    /// <summary>The values in the order of <see cref="Service"/>.</summary>
    /// <param name="metrics">Of one service in one bin.</param>
    /// <param name="values">As many as there are names.</param>
    public static void Write(in ServiceMetrics metrics, Span<float> values)
    {
        values[0] = metrics.Requests;
        values[1] = metrics.Errors;
        values[2] = (float)metrics.Workload;
        values[3] = (float)metrics.LatencyMeanMs;
        values[4] = (float)metrics.LatencyP50Ms;
        values[5] = (float)metrics.LatencyP95Ms;
        values[6] = (float)metrics.LatencyP99Ms;
        values[7] = (float)metrics.Cpu;
        values[8] = (float)metrics.MemoryMib;
        values[9] = (float)metrics.QueueLength;
        values[10] = (float)metrics.Concurrency;
        values[11] = (float)metrics.Instances;
    }

    /// <summary>The values in the order of <see cref="Edge"/>.</summary>
    /// <param name="metrics">Of one edge in one bin.</param>
    /// <param name="values">As many as there are names.</param>
    public static void Write(in EdgeMetrics metrics, Span<float> values)
    {
        values[0] = metrics.Calls;
        values[1] = metrics.Errors;
        values[2] = (float)metrics.LatencyMeanMs;
        values[3] = (float)metrics.LatencyP95Ms;
    }

    /// <summary>The values in the order of <see cref="Users"/>.</summary>
    /// <param name="metrics">Of one bin.</param>
    /// <param name="values">As many as there are names.</param>
    public static void Write(in EndToEndMetrics metrics, Span<float> values)
    {
        values[0] = metrics.Requests;
        values[1] = metrics.Errors;
        values[2] = (float)metrics.LatencyP50Ms;
        values[3] = (float)metrics.LatencyP95Ms;
        values[4] = (float)metrics.LatencyP99Ms;
    }
}
