namespace Presage.Simulation.Emission;

/// <summary>How serious a log record is.</summary>
public enum LogSeverity
{
    /// <summary>The usual course.</summary>
    Info,

    /// <summary>Something that was got over.</summary>
    Warning,

    /// <summary>Something that failed.</summary>
    Error,
}
