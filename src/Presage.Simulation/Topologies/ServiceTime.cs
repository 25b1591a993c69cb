using System.Globalization;

namespace Presage.Simulation.Topologies;

/// <summary>The distribution of the time that one worker computes on one step of a request.</summary>
/// <remarks>The mean is always the mean of the distribution itself, also of the truncated Pareto and the lognormal one.</remarks>
public sealed record ServiceTime
{
    /// <summary>The most phases of an Erlang distribution.</summary>
    public const int MostPhases = 16;

    /// <summary>The family; exponential by default.</summary>
    public ServiceTimeKind Kind { get; init; } = ServiceTimeKind.Exponential;

    /// <summary>The mean in milliseconds.</summary>
    public required double MeanMs { get; init; }

    /// <summary>
    /// Erlang: the number of phases. Lognormal: the deviation of the logarithm. Pareto: the exponent of the tail, not 1.
    /// Others ignore it.
    /// </summary>
    public double Shape { get; init; } = 1;

    /// <summary>Pareto: the longest time in milliseconds. Others ignore it.</summary>
    public double MostMs { get; init; }

    /// <summary>Always the same time.</summary>
    /// <param name="meanMs">Milliseconds, 0 or more.</param>
    public static ServiceTime Constant(double meanMs) => new() { Kind = ServiceTimeKind.Constant, MeanMs = meanMs };

    /// <summary>A time without memory.</summary>
    /// <param name="meanMs">Milliseconds, above 0.</param>
    public static ServiceTime Exponential(double meanMs) => new() { Kind = ServiceTimeKind.Exponential, MeanMs = meanMs };

    /// <summary>A sum of equal exponential phases.</summary>
    /// <param name="meanMs">The mean of the sum in milliseconds, above 0.</param>
    /// <param name="phases">From 1 to <see cref="MostPhases"/>.</param>
    public static ServiceTime Erlang(double meanMs, int phases) => new() { Kind = ServiceTimeKind.Erlang, MeanMs = meanMs, Shape = phases };

    /// <summary>A time whose logarithm is normal.</summary>
    /// <param name="meanMs">The mean of the time itself in milliseconds, above 0.</param>
    /// <param name="deviation">The deviation of its natural logarithm, 0 to 3.</param>
    public static ServiceTime LogNormal(double meanMs, double deviation) =>
        new() { Kind = ServiceTimeKind.LogNormal, MeanMs = meanMs, Shape = deviation };

    /// <summary>A heavy tail that ends at a longest time.</summary>
    /// <param name="meanMs">The mean in milliseconds, above 0.</param>
    /// <param name="exponent">Of the tail, 0.2 to 5 and not 1; the smaller, the heavier.</param>
    /// <param name="mostMs">The longest time in milliseconds, above the mean.</param>
    public static ServiceTime Pareto(double meanMs, double exponent, double mostMs) =>
        new() { Kind = ServiceTimeKind.Pareto, MeanMs = meanMs, Shape = exponent, MostMs = mostMs };

    /// <summary>What is wrong with the settings, or null.</summary>
    internal string? Problem() => Kind switch
    {
        _ when !double.IsFinite(MeanMs) || MeanMs < 0 || MeanMs > 3_600_000 => Text($"meanMs {MeanMs}: must be 0 to 3600000"),
        ServiceTimeKind.Constant => null,
        _ when MeanMs == 0 => "meanMs 0: only a constant time may be 0",
        ServiceTimeKind.Erlang when Shape is not (>= 1 and <= MostPhases) || Shape != Math.Floor(Shape) =>
            Text($"shape {Shape}: an Erlang time has 1 to {MostPhases} whole phases"),
        ServiceTimeKind.LogNormal when Shape is not (>= 0 and <= 3) => Text($"shape {Shape}: the deviation of a lognormal time is 0 to 3"),
        ServiceTimeKind.Pareto when Shape is not (>= 0.2 and <= 5) or 1 => Text($"shape {Shape}: the exponent of a Pareto time is 0.2 to 5 and not 1"),
        ServiceTimeKind.Pareto when !(MostMs > MeanMs) || MostMs > 3_600_000 =>
            Text($"mostMs {MostMs}: the longest time lies above meanMs {MeanMs} and is at most 3600000"),
        _ => null,
    };

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
