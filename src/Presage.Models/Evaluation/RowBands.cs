using Presage.Models.Calibration;

namespace Presage.Models.Evaluation;

/// <summary>How honest and how sharp the bands of one model were over the steps and metrics of a row.</summary>
/// <param name="Split">Split-conformal bands, calibrated on validation and never moved.</param>
/// <param name="Adaptive">Online adaptive bands, as wide for every window.</param>
/// <param name="Quantile">Online adaptive bands in spreads that a quantile head predicts for each window; null without train windows.</param>
/// <param name="IsQuantileShown">Whether validation preferred the quantile head.</param>
public sealed record RowBands(BandQuality Split, BandQuality Adaptive, BandQuality? Quantile, bool IsQuantileShown)
{
    /// <summary>The bands that validation preferred, which are the ones a forecast shows.</summary>
    public BandQuality Shown => IsQuantileShown ? Quantile! : Adaptive;
}
