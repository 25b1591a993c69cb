namespace Presage.Simulation.Engine;

/// <summary>A place in an operation that makes a call; a migration changes whom it calls.</summary>
sealed class CallSite
{
    public required int Service { get; init; }

    public required int CallerOperation { get; init; }

    /// <summary>Its number inside its operation, for the draws of its calls.</summary>
    public required uint Number { get; init; }

    public required int Operation { get; set; }

    public required int Edge { get; set; }

    public required double Probability { get; init; }

    public required double HitRatio { get; init; }

    public required int Count { get; init; }

    public required long TimeoutNs { get; init; }

    public required int Retries { get; init; }

    public required double BackoffNs { get; init; }

    public required bool IsOptional { get; init; }

    public required bool IsMessage { get; init; }

    /// <summary>
    /// Attempts with an answer outstanding, oldest first: as all wait equally long, the oldest is due first, and one
    /// event for each site is enough.
    /// </summary>
    public int OldestWaiting { get; set; } = -1;

    public int NewestWaiting { get; set; } = -1;

    public bool HasTimeoutEvent { get; set; }
}
