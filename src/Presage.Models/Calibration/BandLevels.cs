namespace Presage.Models.Calibration;

/// <summary>The shares of outcomes that bands are to cover.</summary>
public static class BandLevels
{
    /// <summary>The levels, rising: 80 % and 95 %.</summary>
    public static IReadOnlyList<double> All { get; } = [0.80, 0.95];
}
