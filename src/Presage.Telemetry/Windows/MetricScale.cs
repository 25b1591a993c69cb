namespace Presage.Telemetry.Windows;

/// <summary>What a metric's mean and deviation are taken of.</summary>
public enum MetricScale
{
    /// <summary>The values themselves.</summary>
    Linear,

    /// <summary>Their logarithms, so that errors count by their ratio to the value: latencies and counts are spread over decades.</summary>
    Logarithmic,
}
