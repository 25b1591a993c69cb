namespace Presage.Telemetry.Windows;

/// <summary>What counts as an outlier.</summary>
public sealed record OutlierOptions
{
    /// <summary>How many observations before a value say what is usual; 60 by default.</summary>
    public int Window { get; init; } = 60;

    /// <summary>How many robust deviations from the median a value may lie; 8 by default, so that bursts stay.</summary>
    public double Threshold { get; init; } = 8;

    /// <summary>The least robust deviation, as a share of the median's size; 0.02 by default, so that flat series keep small steps.</summary>
    public double MinimumDeviation { get; init; } = 0.02;

    /// <summary>How many outliers in a row are removed; after them the level has changed, and values are kept. 3 by default.</summary>
    public int MaximumRun { get; init; } = 3;

    /// <summary>Checks every setting once.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Window, 3);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Threshold);
        ArgumentOutOfRangeException.ThrowIfNegative(MinimumDeviation);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRun, 1);
    }
}
