namespace Presage.Telemetry.Datasets;

/// <summary>The unit of a time that is written as a number.</summary>
public enum TimestampUnit
{
    /// <summary>
    /// From the size of the first number: below 10^8 seconds since the start of the trace, below 10^11 Unix seconds,
    /// below 10^14 milliseconds, below 10^17 microseconds, else nanoseconds.
    /// </summary>
    Detect,

    /// <summary>Seconds since the start of the trace, without a calendar.</summary>
    TraceSeconds,

    /// <summary>Milliseconds since the start of the trace, without a calendar.</summary>
    TraceMilliseconds,

    /// <summary>Unix seconds.</summary>
    UnixSeconds,

    /// <summary>Unix milliseconds.</summary>
    UnixMilliseconds,

    /// <summary>Unix microseconds.</summary>
    UnixMicroseconds,

    /// <summary>Unix nanoseconds.</summary>
    UnixNanoseconds,
}
