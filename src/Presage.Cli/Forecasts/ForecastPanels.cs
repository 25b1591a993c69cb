using Presage.Cli.Output;
using Presage.Cli.Reports;
using Presage.Models.Artefacts;
using Presage.Models.WhatIf;
using Presage.Telemetry.Windows;

namespace Presage.Cli.Forecasts;

/// <summary>Forecasts as charts: the newest history, the "now" line, the bands, and what happened where it is known.</summary>
static class ForecastPanels
{
    // A page stays quick to open, and the forecast stays wide enough to be seen beside its history.
    const int MostSeries = 24;
    const int HistoryLookbacks = 4;

    /// <summary>Charts of the first series of a forecast.</summary>
    /// <param name="result">The forecasts and the history they were made from.</param>
    /// <param name="trained">What made them.</param>
    /// <param name="steps">How many steps are shown.</param>
    /// <param name="outcome">The same series over a longer time, to show what happened; null where the future is open.</param>
    public static IReadOnlyList<SeriesPanel> Of(ForecastResult result, TrainedForecaster trained, int steps, Frame? outcome = null)
    {
        var history = result.History;
        var first = Math.Max(0, history.Bins - (HistoryLookbacks * trained.Window.InputBins));
        var model = trained.Forecaster.Card.Name;
        return [.. result.Series.Take(MostSeries).Select(series => Panel(series, history, first, model, steps, outcome))];
    }

    /// <summary>Charts of a usual forecast, each followed by the one under the hypothetical load.</summary>
    /// <param name="whatIf">Both.</param>
    /// <param name="trained">What made them.</param>
    /// <param name="steps">How many steps are shown.</param>
    public static IReadOnlyList<SeriesPanel> Of(WhatIfResult whatIf, TrainedForecaster trained, int steps)
    {
        var usual = Of(whatIf.Usual, trained, steps);
        var changed = Of(whatIf.Changed, trained, steps);
        return [.. usual.Zip(changed).Take(MostSeries / 2).SelectMany(pair => new[]
        {
            pair.First with { Name = $"{pair.First.Name}, usual load" },
            pair.Second with { Name = $"{pair.Second.Name}, hypothetical load" },
        })];
    }

    static SeriesPanel Panel(SeriesForecast series, Frame history, int first, string model, int steps, Frame? outcome)
    {
        var values = ValuesOf(history, series);
        return new SeriesPanel
        {
            Name = $"{series.Entity} {series.Metric}",
            Model = model,
            NowMs = series.OriginMs,
            HistoryTimesMs = HistoryPanels.Times(history, first),
            History = Doubles(values[first..]),
            ForecastTimesMs = [.. series.TimesMs.Take(steps)],
            Median = Doubles(series.Point.AsSpan(0, steps)),
            Bands = [.. series.Bands.Select(band => new Reports.ForecastBand(
                band.Level, Doubles(band.Lower.AsSpan(0, steps)), Doubles(band.Upper.AsSpan(0, steps))))],
            Outcome = outcome is null ? [] : [.. series.TimesMs.Take(steps).Select(timeMs => ValueAt(outcome, series, timeMs))],
            Gaps = HistoryPanels.Gaps(history, values, first),
        };
    }

    static double ValueAt(Frame frame, SeriesForecast series, long timeMs)
    {
        var bin = (timeMs - frame.StartMs) / frame.StepMs;
        return bin < frame.Bins ? ValuesOf(frame, series)[(int)bin] : double.NaN;
    }

    static ReadOnlySpan<float> ValuesOf(Frame frame, SeriesForecast series) =>
        frame.Values(ForecastView.IndexOf(frame.Entities, series.Entity), ForecastView.IndexOf(frame.Metrics, series.Metric));

    static double[] Doubles(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            doubles[i] = values[i];
        }

        return doubles;
    }
}
