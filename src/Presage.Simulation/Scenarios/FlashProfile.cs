namespace Presage.Simulation.Scenarios;

/// <summary>Crowds that arrive at once, such as after an advertisement: their times are Poisson, their sizes Pareto.</summary>
public sealed record FlashProfile
{
    /// <summary>Crowds an hour at each entry operation, 0 to 3600; 0.5 by default.</summary>
    public double PerHour { get; init; } = 0.5;

    /// <summary>The smallest crowd, as seconds of the entry's average rate; 2 by default.</summary>
    public double LeastSeconds { get; init; } = 2;

    /// <summary>The exponent of the sizes' tail, above 1; 1.8 by default.</summary>
    public double Exponent { get; init; } = 1.8;

    /// <summary>The mean time in which a crowd arrives; 10 seconds by default.</summary>
    public TimeSpan Spread { get; init; } = TimeSpan.FromSeconds(10);
}
