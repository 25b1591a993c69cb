using System.Text.Json.Serialization;

namespace Presage.Simulation.Scenarios;

/// <summary>How requests arrive over day and week: a Poisson process whose rate follows the clock, with bursts.</summary>
/// <remarks>
/// <code>
/// rate(t) = entry rate x factor x day(t) x week(t) x wander(t) x burst(t)
/// day(t)  = 1 + amplitude (0.8 cos(2 pi (h - peak) / 24) + 0.2 cos(4 pi (h - peak + 7) / 24))
/// </code>
/// </remarks>
public sealed record LoadProfile
{
    /// <summary>A rate that never changes: no day, no week, no bursts, no wandering.</summary>
    public static LoadProfile Constant { get; } = new() { DailyAmplitude = 0, WeekendFactor = 1, Wander = 0, Bursts = null, Flashes = null };

    /// <summary>All rates are multiplied by it, 0 or more; 1 by default.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>How strongly the rate follows the hour, [0, 1); 0.6 by default.</summary>
    public double DailyAmplitude { get; init; } = 0.6;

    /// <summary>The hour of the day with the most requests, in UTC; 20 by default.</summary>
    public double PeakHour { get; init; } = 20;

    /// <summary>The rate of Saturday and Sunday as a share of a weekday's, above 0; 0.75 by default.</summary>
    public double WeekendFactor { get; init; } = 0.75;

    /// <summary>The deviation of the logarithm of a slow random factor that returns to 1 within the hour, 0 to 1; 0.06 by default.</summary>
    public double Wander { get; init; } = 0.06;

    /// <summary>Bursts that all entries share; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)] // left out of a file it would be the default
    public BurstProfile? Bursts { get; init; } = new();

    /// <summary>Crowds; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public FlashProfile? Flashes { get; init; } = new();
}
