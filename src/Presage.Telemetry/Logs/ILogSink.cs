namespace Presage.Telemetry.Logs;

/// <summary>Takes log records one by one, in any order.</summary>
public interface ILogSink
{
    /// <summary>Takes a record.</summary>
    /// <param name="record">Copied if it is kept.</param>
    void Add(in LogRecord record);
}
