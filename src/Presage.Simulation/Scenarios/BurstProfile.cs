namespace Presage.Simulation.Scenarios;

/// <summary>Times of raised load that come and go by chance: a Poisson process whose rate a two-state Markov chain modulates (MMPP).</summary>
public sealed record BurstProfile
{
    /// <summary>How many times the usual rate a burst has, 1 to 100; 2 by default.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>The mean length of a burst; 3 minutes by default.</summary>
    public TimeSpan MeanLength { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The mean time from one burst's end to the next one's start; 90 minutes by default.</summary>
    public TimeSpan MeanGap { get; init; } = TimeSpan.FromMinutes(90);
}
