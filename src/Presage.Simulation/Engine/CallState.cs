namespace Presage.Simulation.Engine;

/// <summary>Where a call is.</summary>
enum CallState : byte
{
    /// <summary>Nowhere: its place is free.</summary>
    Free,

    /// <summary>On its way, or waiting to be attempted again.</summary>
    Travelling,

    /// <summary>Waiting for a thread of the service.</summary>
    WaitingForThread,

    /// <summary>Waiting for a worker of the service.</summary>
    WaitingForWorker,

    /// <summary>Computed by a worker.</summary>
    Computing,

    /// <summary>Waiting for the answers of calls of its own.</summary>
    Calling,

    /// <summary>Waiting for something slow that is no service.</summary>
    Waiting,

    /// <summary>Its answer is on its way.</summary>
    Answering,
}
