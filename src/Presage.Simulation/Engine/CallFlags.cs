namespace Presage.Simulation.Engine;

/// <summary>What is known about a call.</summary>
[Flags]
enum CallFlags : byte
{
    None = 0,

    /// <summary>Its spans and logs are written.</summary>
    Sampled = 1,

    /// <summary>It failed.</summary>
    Failed = 2,

    /// <summary>A call of the present step failed, so that the step will fail.</summary>
    StepFailed = 4,

    /// <summary>Nobody waits for its answer.</summary>
    Detached = 8,

    /// <summary>It is a message.</summary>
    Message = 16,

    /// <summary>It holds a thread of its service.</summary>
    HasThread = 32,

    /// <summary>It counts as a message that its broker still has.</summary>
    InBacklog = 64,

    /// <summary>Its caller waits for it with a bound, and it stands in the list of the call site.</summary>
    HasTimeout = 128,
}
