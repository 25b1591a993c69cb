namespace Presage.Telemetry.Logs;

/// <summary>How serious a log record is, in rising order.</summary>
public enum LogSeverity
{
    /// <summary>The source does not say.</summary>
    Unspecified,

    /// <summary>The finest detail.</summary>
    Trace,

    /// <summary>What helps to find a mistake.</summary>
    Debug,

    /// <summary>The usual course.</summary>
    Info,

    /// <summary>Something that was got over.</summary>
    Warning,

    /// <summary>Something that failed.</summary>
    Error,

    /// <summary>The program cannot go on.</summary>
    Fatal,
}
