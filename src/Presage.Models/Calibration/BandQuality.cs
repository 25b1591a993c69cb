namespace Presage.Models.Calibration;

/// <summary>How honest and how sharp bands were.</summary>
/// <param name="Coverage">The share of outcomes inside, by level.</param>
/// <param name="Width">The mean width in scaled units, by level.</param>
public sealed record BandQuality(IReadOnlyList<double> Coverage, IReadOnlyList<double> Width);
