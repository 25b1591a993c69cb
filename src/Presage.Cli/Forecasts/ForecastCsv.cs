using System.Globalization;
using Presage.Cli.Output;
using Presage.Models.Artefacts;

namespace Presage.Cli.Forecasts;

/// <summary>A forecast as CSV: one line an entity, metric and step.</summary>
static class ForecastCsv
{
    /// <summary>Writes header and lines.</summary>
    public static void Write(ForecastView view, TextWriter output)
    {
        output.WriteLine(string.Join(',', ["entity", "metric", "time", "step", .. Columns(view, "yhat"), .. view.WhatIf is null ? [] : Columns(view, "what_if")]));
        for (var place = 0; place < view.Result.Series.Count; place++)
        {
            var series = view.Result.Series[place];
            for (var index = 0; index < view.Steps; index++)
            {
                output.WriteLine(string.Join(',', [
                    CsvText.Field(series.Entity),
                    CsvText.Field(series.Metric),
                    view.Times.Write(series.TimesMs[index]),
                    (index + 1).ToString(CultureInfo.InvariantCulture),
                    .. Values(series, index),
                    .. view.WhatIf is { } whatIf ? Values(whatIf.Changed.Series[place], index) : []]));
            }
        }
    }

    static IEnumerable<string> Columns(ForecastView view, string name) =>
        view.Result.Series[0].Bands.SelectMany(band => new[] { Name($"{name}_lower", band.Level), Name($"{name}_upper", band.Level) }).Prepend(name);

    static IEnumerable<string> Values(SeriesForecast series, int index) =>
        series.Bands.SelectMany(band => new[] { CsvText.Number(band.Lower[index]), CsvText.Number(band.Upper[index]) }).Prepend(CsvText.Number(series.Point[index]));

    static string Name(string bound, double level) => string.Create(CultureInfo.InvariantCulture, $"{bound}_{level * 100:0}");
}
