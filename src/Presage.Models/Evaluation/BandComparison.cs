using Presage.Models.Calibration;

namespace Presage.Models.Evaluation;

/// <summary>Plain bands and bands with a quantile head, calibrated on the same errors, and how each fared on test.</summary>
/// <param name="Chosen">The online bands with the lower loss on validation.</param>
/// <param name="Split">Plain split-conformal bands.</param>
/// <param name="Adaptive">Plain online bands.</param>
/// <param name="Quantile">Online bands with the head; null without one.</param>
sealed record BandComparison(ConformalBands Chosen, BandSums Split, BandSums Adaptive, BandSums? Quantile)
{
    /// <summary>Calibrates on validation windows and counts on test windows.</summary>
    /// <param name="task">The data.</param>
    /// <param name="forecasts">[window, H, N] of the online windows; overwritten.</param>
    /// <param name="head">Null for plain bands only.</param>
    public static BandComparison Of(EvaluationTask task, float[] forecasts, QuantileHead? head)
    {
        int end = task.Split.Validation.End;
        var spreads = head?.Predict(task.Online, forecasts);
        var residuals = ResidualSet.TakeOver(task.Online, forecasts);
        var plain = ConformalBands.Fit(residuals, end);
        var (split, adaptive) = (plain.MeasureSplit(residuals, task.IsTest), plain.Online().Measure(residuals, task.IsTest));
        if (spreads is null)
        {
            return new BandComparison(plain, split, adaptive, null);
        }

        // The same rate: choosing it anew would triple the time and hardly ever ends elsewhere.
        residuals = ResidualSet.TakeOver(residuals, spreads);
        var scaled = ConformalBands.Fit(residuals, end, head, plain.Rate);
        return new BandComparison(
            scaled.Loss < plain.Loss ? scaled : plain, split, adaptive, scaled.Online().Measure(residuals, task.IsTest));
    }

    /// <summary>Coverage and width over some steps that have outcomes, of one metric or of all.</summary>
    public RowBands Measure(ReportedSteps steps, int? metric) => new(
        Split.Measure(steps.First, steps.End, metric)!,
        Adaptive.Measure(steps.First, steps.End, metric)!,
        Quantile?.Measure(steps.First, steps.End, metric),
        Chosen.HasHead);
}
