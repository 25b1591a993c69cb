using System.Globalization;
using Presage.Cli.Output;

namespace Presage.Cli.Forecasts;

/// <summary>A forecast as CSV: one line an entity, metric and step.</summary>
static class ForecastCsv
{
    /// <summary>Writes header and lines.</summary>
    public static void Write(ForecastView view, TextWriter output)
    {
        var bounds = view.Result.Series[0].Bands
            .SelectMany(band => new[] { Name("yhat_lower", band.Level), Name("yhat_upper", band.Level) });
        output.WriteLine(string.Join(',', ["entity", "metric", "time", "step", "yhat", .. bounds]));
        foreach (var series in view.Result.Series)
        {
            for (var index = 0; index < view.Steps; index++)
            {
                output.WriteLine(string.Join(',', [
                    CsvText.Field(series.Entity),
                    CsvText.Field(series.Metric),
                    view.Times.Write(series.TimesMs[index]),
                    (index + 1).ToString(CultureInfo.InvariantCulture),
                    CsvText.Number(series.Point[index]),
                    .. series.Bands.SelectMany(band => new[] { CsvText.Number(band.Lower[index]), CsvText.Number(band.Upper[index]) })]));
            }
        }
    }

    static string Name(string bound, double level) => string.Create(CultureInfo.InvariantCulture, $"{bound}_{level * 100:0}");
}
