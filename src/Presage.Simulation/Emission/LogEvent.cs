namespace Presage.Simulation.Emission;

/// <summary>What a log record is about.</summary>
public enum LogEvent
{
    /// <summary>A request arrived.</summary>
    RequestStarted,

    /// <summary>A request was answered.</summary>
    RequestDone,

    /// <summary>A database or cache answered.</summary>
    QueryDone,

    /// <summary>A broker took a message.</summary>
    MessageTaken,

    /// <summary>A message was worked off.</summary>
    MessageDone,

    /// <summary>A request took much longer than such requests do.</summary>
    SlowRequest,

    /// <summary>A request failed in the service itself.</summary>
    RequestFailed,

    /// <summary>A request failed because a call did.</summary>
    DependencyFailed,

    /// <summary>A request was refused.</summary>
    Refused,

    /// <summary>An attempt failed and is repeated.</summary>
    CallRetried,

    /// <summary>An attempt was given up.</summary>
    CallTimedOut,

    /// <summary>There was no instance to call.</summary>
    CallRefused,

    /// <summary>Memory is nearly used up.</summary>
    MemoryHigh,

    /// <summary>An instance was killed at its memory limit.</summary>
    OutOfMemory,

    /// <summary>An instance crashed.</summary>
    Crashed,

    /// <summary>An instance is ready.</summary>
    Started,

    /// <summary>An instance stops.</summary>
    Stopping,

    /// <summary>Records were left out because there were too many in the bin.</summary>
    Suppressed,
}
