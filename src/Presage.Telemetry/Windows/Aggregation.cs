namespace Presage.Telemetry.Windows;

/// <summary>How the samples of one bin become one value.</summary>
public enum Aggregation
{
    /// <summary>The mean of the bin's samples.</summary>
    Mean,

    /// <summary>The bin's newest sample.</summary>
    Last,

    /// <summary>The sum of the bin's samples: for counts of events per sample.</summary>
    Sum,

    /// <summary>The increase per second of a counter; a fall is a restart from zero.</summary>
    Rate,
}
