namespace Presage.Telemetry.Windows;

/// <summary>The shape of a window and how much of it must have been observed.</summary>
public sealed record WindowOptions
{
    /// <summary>T: how many steps a model sees.</summary>
    public required int Lookback { get; init; }

    /// <summary>H: how many steps it forecasts.</summary>
    public required int Horizon { get; init; }

    /// <summary>Bins between the origins of two windows of one entity; 1 by default, so that no window is left out.</summary>
    public int Hop { get; init; } = 1;

    /// <summary>Bins between two input steps; 1 by default. Targets are never dilated.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>The longest gap between two observations of an entity that still counts as covered; 5 bins by default.</summary>
    public int MaximumGap { get; init; } = 5;

    /// <summary>The least share of input bins that are observed or lie in a gap of at most <see cref="MaximumGap"/>; 0.8 by default.</summary>
    public double MinimumCoverage { get; init; } = 0.8;

    /// <summary>How many bins old the newest observation of the input may be; 5 by default.</summary>
    public int MaximumAge { get; init; } = 5;

    /// <summary>
    /// The longest gap that is interpolated between two observations inside the window; in a longer one the older
    /// observation is repeated. No bound by default, as the protocol <c>cluster</c> has it.
    /// </summary>
    public int InterpolationLimit { get; init; } = int.MaxValue;

    /// <summary>When a bin counts as observed; <see cref="Presence.EveryMetric"/> by default.</summary>
    public Presence Presence { get; init; } = Presence.EveryMetric;

    /// <summary>How many bins the input spans.</summary>
    public int InputBins => ((Lookback - 1) * Dilation) + 1;

    /// <summary>Checks every setting once.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Lookback, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Hop, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Dilation, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumGap);
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumAge);
        ArgumentOutOfRangeException.ThrowIfNegative(InterpolationLimit);
        if (!(MinimumCoverage is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(MinimumCoverage), MinimumCoverage, "A share lies between 0 and 1.");
        }
    }
}
