namespace Presage.Simulation.Topologies;

/// <summary>One call that a step of an operation makes.</summary>
public sealed record CallSpec
{
    /// <summary>The service that is called.</summary>
    public required string Service { get; init; }

    /// <summary>Its operation.</summary>
    public required string Operation { get; init; }

    /// <summary>How likely the call is needed at all, (0, 1]; 1 by default.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>
    /// How often a cache inside the caller answers instead, [0, 1); 0 by default. After a deployment or a crash of the
    /// caller its cache is empty and fills again.
    /// </summary>
    public double CacheHitRatio { get; init; }

    /// <summary>How many such calls are made at the same time, 1 to 64; 1 by default.</summary>
    public int Count { get; init; } = 1;

    /// <summary>After how many milliseconds the caller gives up an attempt; 0, the default, for never.</summary>
    public double TimeoutMs { get; init; }

    /// <summary>How often a failed or given-up attempt is repeated, 0 to 8; 0 by default.</summary>
    public int Retries { get; init; }

    /// <summary>The mean pause before the first repetition in milliseconds, doubled for each further one; 20 by default.</summary>
    public double BackoffMs { get; init; } = 20;

    /// <summary>Whether the operation goes on when the call fails in the end; false by default.</summary>
    public bool Optional { get; init; }

    /// <summary>Whether the caller does not wait for an answer: a message; false by default.</summary>
    public bool Asynchronous { get; init; }

    /// <summary>How many calls a request makes on average without retries.</summary>
    internal double Expected => Count * Probability * (1 - CacheHitRatio);
}
