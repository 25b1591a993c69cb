using System.Runtime.CompilerServices;

namespace Presage.Simulation.Draws;

/// <summary>Random numbers that depend on what they are for and not on when they are drawn.</summary>
/// <remarks>
/// Every request has a seed of its own, made from its caller's; every number is the request's seed and a purpose, mixed
/// (the finaliser of SplitMix64: Steele, Lea, Flood 2014). So a request has the same service times in a scenario with
/// more load, a fault or another sampling rate: scenarios differ by what was changed and by nothing else.
/// </remarks>
static class Draw
{
    /// <summary>Numbers for the steps of an operation: 32 for each, from 0.</summary>
    public const uint PerStep = 32;

    public const uint Failure = 2000;
    public const uint Waiting = 2001;
    public const uint NetworkThere = 2010;
    public const uint NetworkBack = 2030;
    public const uint Backoff = 2050;
    public const uint Sampled = 2060;
    public const uint Identity = 2061;
    public const uint TraceHigh = 2062;
    public const uint TraceLow = 2063;
    public const uint ClientSpan = 2064;
    public const uint ServerSpan = 2065;

    /// <summary>Whether a call is needed: one number for each copy of each call of an operation.</summary>
    public const uint Needed = 0x10_0000;

    /// <summary>The seeds of a request's calls: one for each attempt of each copy of each call.</summary>
    public const uint Child = 0x100_0000;

    const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bits(ulong seed, uint purpose)
    {
        ulong mixed = seed + ((purpose + 1) * Golden);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Uniform in (0, 1): neither end is ever met, so that logarithms are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Uniform(ulong seed, uint purpose) => ((Bits(seed, purpose) >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>Exponential with mean 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Exponential(ulong seed, uint purpose) => -Math.Log(Uniform(seed, purpose));
}
