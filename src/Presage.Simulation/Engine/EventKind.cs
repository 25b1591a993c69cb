namespace Presage.Simulation.Engine;

/// <summary>What can happen.</summary>
enum EventKind
{
    /// <summary>A request of a user arrives.</summary>
    Arrival,

    /// <summary>A call reaches the service it is for.</summary>
    Reach,

    /// <summary>A worker has finished a step.</summary>
    Computed,

    /// <summary>A request that waited for something slow goes on.</summary>
    Waited,

    /// <summary>An answer reaches the caller.</summary>
    Answer,

    /// <summary>A call is attempted again.</summary>
    Repeat,

    /// <summary>The oldest attempt of a call site may be due to be given up.</summary>
    Timeout,

    /// <summary>A bin of metrics is complete.</summary>
    Flush,

    /// <summary>A fault begins, changes or ends.</summary>
    Faults,

    /// <summary>A service looks whether it needs other instances.</summary>
    Autoscale,

    /// <summary>A pod is ready.</summary>
    PodReady,

    /// <summary>A planned deployment begins.</summary>
    Deploy,

    /// <summary>A deployment goes on with the next pod.</summary>
    DeployNext,

    /// <summary>An operation calls another service.</summary>
    Migrate,

    /// <summary>A pod in a crash loop crashes.</summary>
    Crash,
}
