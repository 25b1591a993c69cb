using Presage.Telemetry.Windows;

namespace Presage.Models.Regression;

/// <summary>The closed-form linear forecast that did best on the validation windows.</summary>
/// <param name="Features">What it looks at; each thread takes a copy.</param>
/// <param name="Forecast">Its weights.</param>
/// <param name="ValidationError">Its mean squared error; NaN without validation windows.</param>
sealed record LinearStart(WindowFeatures Features, LinearForecast Forecast, double ValidationError)
{
    const double DefaultRidge = 10;

    static readonly double[] Ridges = [1, DefaultRidge, 100];

    // A regression on a window's level, or one of its own for each metric, needs many stretches of time to tell a habit from a coincidence; the plain
    // centred window with one weight for all metrics does not drift and comes first.
    static readonly (ContextDesign Design, bool SharedOverMetrics)[] Candidates =
    [
        (ContextDesign.Window, true),
        (ContextDesign.RawWindow, true),
        (ContextDesign.RawWindow, false),
        (ContextDesign.Summary, false),
    ];

    /// <summary>Fits the candidates that the train windows can bear, and picks by the validation windows.</summary>
    /// <remarks>
    /// Neighbouring windows share nearly all their values. What a regression can learn from is counted in stretches that do not overlap: a candidate
    /// but the first is fitted only where there are at least as many of them as it has features. The mean of the forecasts that see a window with and
    /// without its level is a candidate as well: the one reverts to where a metric was in training, the other never does, and their errors cancel in part.
    /// </remarks>
    /// <param name="train">The windows to fit; at least one.</param>
    /// <param name="validation">The windows to choose by; with none, the first candidate is taken.</param>
    /// <param name="cancellation">Stops between windows.</param>
    public static LinearStart Choose(WindowSet train, WindowSet validation, CancellationToken cancellation)
    {
        var fitted = new List<LinearStart>();
        var metrics = train.Frame.Metrics.Count;
        var stretches = (double)train.Count * train.Options.Hop / (train.Options.InputBins + train.Options.Horizon);
        foreach (var (design, shared) in Candidates)
        {
            var context = new WindowContext(design, train.Options.Lookback, metrics);
            if (fitted.Count == 0 || (validation.Count > 0 && stretches * (shared ? metrics : 1) >= context.Count))
            {
                fitted.Add(Fit(train, validation, design, shared, cancellation));
            }
        }

        if (fitted is [.., { Features: WindowContext { Design: ContextDesign.RawWindow } } raw, { Features: WindowContext { Design: ContextDesign.Summary } } summary])
        {
            fitted.Add(Mean(summary, raw, validation, cancellation));
        }

        return fitted.MinBy(start => start.ValidationError)!;
    }

    static LinearStart Fit(WindowSet train, WindowSet validation, ContextDesign design, bool shared, CancellationToken cancellation)
    {
        var context = new WindowContext(design, train.Options.Lookback, train.Frame.Metrics.Count);
        using var fitted = DirectRidge.Accumulate(train, context, shared ? 1 : train.Frame.Metrics.Count, cancellation);
        if (validation.Count == 0)
        {
            return new LinearStart(context, fitted.Solve(DefaultRidge), double.NaN);
        }

        using var held = DirectRidge.Accumulate(validation, context, validation.Frame.Metrics.Count, cancellation);
        return Ridges.Select(ridge => fitted.Solve(ridge)).Select(forecast => new LinearStart(context, forecast, held.Error(forecast))).MinBy(start => start.ValidationError)!;
    }

    static LinearStart Mean(LinearStart summary, LinearStart raw, WindowSet validation, CancellationToken cancellation)
    {
        const ContextDesign Design = ContextDesign.SummaryAndRawWindow;
        var context = new WindowContext(Design, validation.Options.Lookback, validation.Frame.Metrics.Count);
        using var held = DirectRidge.Accumulate(validation, context, validation.Frame.Metrics.Count, cancellation);
        var forecast = LinearForecast.Mean(summary.Forecast, raw.Forecast);
        return new LinearStart(context, forecast, held.Error(forecast));
    }
}
