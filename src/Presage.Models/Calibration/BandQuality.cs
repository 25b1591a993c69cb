namespace Presage.Models.Calibration;

/// <summary>How honest and how sharp bands were.</summary>
/// <param name="Coverage">The share of outcomes inside, by level.</param>
/// <param name="Width">The mean width in scaled units, by level.</param>
/// <param name="Score">
/// The interval score by level, lower is better: the mean width plus 2 / (1 - level) times the distance of each outcome
/// outside (Winkler 1972; Gneiting and Raftery 2007, equation 43).
/// </param>
public sealed record BandQuality(IReadOnlyList<double> Coverage, IReadOnlyList<double> Width, IReadOnlyList<double> Score);
