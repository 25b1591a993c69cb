using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Calibration;

/// <summary>Trains a quantile head on the errors of a fitted forecaster on train windows.</summary>
static class QuantileHeadTraining
{
    const int MaximumWindows = 4096;

    // What is kept of all windows together: 64 MiB of features.
    const int MaximumNumbers = 1 << 24;

    /// <summary>Forecasts evenly spaced train windows and fits a head to the errors; the same forecaster gives the same bits.</summary>
    /// <param name="forecaster">Fitted.</param>
    /// <param name="train">The windows it was fitted on.</param>
    /// <param name="cancellationToken">Heard between places.</param>
    /// <returns>Null when there is no train window.</returns>
    public static QuantileHead? Fit(Forecaster forecaster, WindowSet train, CancellationToken cancellationToken)
    {
        var windows = Thin(train);
        return windows.Count == 0
            ? null
            : Fit(windows, WindowForecasts.Compute(forecaster, windows, cancellationToken), cancellationToken);
    }

    /// <summary>Fits a head to the errors of forecasts.</summary>
    /// <param name="windows">At least one.</param>
    /// <param name="forecasts">[window, H, N] in scaled units.</param>
    /// <param name="cancellationToken">Heard between places.</param>
    public static QuantileHead Fit(WindowSet windows, ReadOnlySpan<float> forecasts, CancellationToken cancellationToken)
    {
        const int Weights = SpreadFeatures.Count * QuantileHead.Sides;
        var samples = new SpreadSamples(windows, forecasts);
        var regression = new SpreadRegression(windows.Count);
        var errors = new float[samples.Places];
        var weights = new float[samples.Places * Weights];
        var biases = new float[samples.Places * QuantileHead.Sides];
        for (int place = 0; place < samples.Places; place++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            errors[place] = regression.Fit(
                samples.FeaturesOf(place),
                samples.ErrorsOf(place),
                weights.AsSpan(place * Weights, Weights),
                biases.AsSpan(place * QuantileHead.Sides, QuantileHead.Sides));
        }

        return new QuantileHead(ForecastShape.Of(windows), errors, weights, biases);
    }

    static WindowSet Thin(WindowSet train)
    {
        int places = new BandSteps(train.Options.Horizon).Count * train.Frame.Metrics.Count;
        int most = Math.Clamp(MaximumNumbers / (places * SpreadFeatures.Count), 1, MaximumWindows);
        int thinning = (train.Count + most - 1) / most;
        return thinning <= 1
            ? train
            : WindowSet.Create(train.Frame, train.Targets, train.Options with { Hop = train.Options.Hop * thinning });
    }
}
