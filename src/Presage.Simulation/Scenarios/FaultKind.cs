namespace Presage.Simulation.Scenarios;

/// <summary>What goes wrong. The severity s lies in (0, 1].</summary>
public enum FaultKind
{
    /// <summary>Another program in the service's pods takes a share of 0.9 s of the processor: computing takes 1 / (1 - 0.9 s) times as long.</summary>
    CpuContention,

    /// <summary>
    /// Memory grows until an instance is killed at its limit, and again after its restart; at s = 1 within half of the
    /// fault, at s = 0.5 at its end. Above 80 % of the limit computing gets slower.
    /// </summary>
    MemoryLeak,

    /// <summary>Every request waits for something slow, 400 s ms on average, without using the processor.</summary>
    SlowDependency,

    /// <summary>Messages of an edge take 150 s ms longer, each way.</summary>
    NetworkDelay,

    /// <summary>Messages of an edge are lost with probability 0.5 s and sent again after 200 ms, 400 ms and so on.</summary>
    NetworkLoss,

    /// <summary>Requests fail with probability s.</summary>
    ErrorReturns,

    /// <summary>A share s of the instances, at least one, crashes again and again; each restart takes twice as long as the one before.</summary>
    CrashLoop,

    /// <summary>An entry operation has 1 + 4 s times its requests.</summary>
    TrafficSurge,

    /// <summary>A new version computes 1 + 3 s times as long and fails with probability 0.3 s, until it is rolled back.</summary>
    BadDeployment,

    /// <summary>A program outside takes a share of 0.8 s of a machine's processor: all pods on it compute slower.</summary>
    NoisyNeighbour,
}
