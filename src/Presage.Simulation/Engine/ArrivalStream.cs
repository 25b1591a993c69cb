using Presage.Simulation.Draws;

namespace Presage.Simulation.Engine;

/// <summary>One process by which requests of users arrive at an entry.</summary>
abstract class ArrivalStream(int operation, int edge, ulong requestSeed)
{
    uint _arrived;

    public int Operation { get; } = operation;

    /// <summary>Where it is counted.</summary>
    public int Edge { get; } = edge;

    /// <summary>The seed of the request that arrives next; each has one of its own.</summary>
    public ulong TakeSeed() => Draw.Bits(requestSeed, _arrived++);

    /// <summary>When the next request arrives.</summary>
    /// <param name="nowNs">When the one before arrived; 0 at first.</param>
    /// <returns>Nanoseconds from the start; <see cref="long.MaxValue"/> when none comes before the end.</returns>
    public abstract long Next(long nowNs);
}
