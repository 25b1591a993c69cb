namespace Presage.Simulation.Emission;

/// <summary>What a finished simulation amounted to.</summary>
public sealed record SimulationSummary
{
    /// <summary>Requests of users.</summary>
    public long Requests { get; init; }

    /// <summary>Those of them that failed.</summary>
    public long FailedRequests { get; init; }

    /// <summary>Requests that services got: those of users, calls of each other, repetitions and messages.</summary>
    public long Calls { get; init; }

    /// <summary>Attempts that callers gave up.</summary>
    public long Timeouts { get; init; }

    /// <summary>Repeated attempts.</summary>
    public long Retries { get; init; }

    /// <summary>Spans that were written.</summary>
    public long Spans { get; init; }

    /// <summary>Log records that were written.</summary>
    public long Logs { get; init; }

    /// <summary>Bins of metrics.</summary>
    public int Bins { get; init; }

    /// <summary>Events that the simulator worked off.</summary>
    public long Events { get; init; }

    /// <summary>Requests that were under way at the same time, at most.</summary>
    public int MostUnderWay { get; init; }
}
