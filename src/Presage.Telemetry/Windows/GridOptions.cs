namespace Presage.Telemetry.Windows;

/// <summary>How irregular series become bins of equal width.</summary>
public sealed record GridOptions
{
    /// <summary>The width of a bin in milliseconds; 0, the default, infers it from the recording.</summary>
    public long StepMs { get; init; }

    /// <summary>How a bin's samples become one value; the mean by default.</summary>
    public Aggregation Aggregation { get; init; } = Aggregation.Mean;

    /// <summary>Metrics that are aggregated differently from <see cref="Aggregation"/>; none by default.</summary>
    public IReadOnlyDictionary<string, Aggregation> MetricAggregations { get; init; } = new Dictionary<string, Aggregation>();

    /// <summary>The start of the first bin; by default the oldest sample's time, rounded down to a whole step.</summary>
    public long? StartMs { get; init; }

    /// <summary>Exclusive end of the last bin, rounded up to a whole step; by default just after the newest sample.</summary>
    public long? EndMs { get; init; }

    /// <summary>The most values a grid may hold, so that one wrong time does not ask for all memory; 2^28 (1 GiB) by default.</summary>
    public long MaximumValues { get; init; } = 1L << 28;
}
