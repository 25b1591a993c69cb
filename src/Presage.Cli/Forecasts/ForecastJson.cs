using System.Globalization;
using System.Text.Json;
using Presage.Cli.Output;
using Presage.Models.Artefacts;

namespace Presage.Cli.Forecasts;

/// <summary>A forecast for programs: one object on standard output.</summary>
static class ForecastJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(ForecastView view, RunEnvironment environment, TextWriter output) => JsonText.Write(output, json =>
    {
        json.WriteString("command", "forecast");
        json.WriteString("data", view.Recording.Source);
        json.WriteStartObject("model");
        json.WriteString("artefact", view.Artefact);
        json.WriteString("id", view.Trained.Forecaster.Card.Id);
        json.WriteNumber("lookback", view.Trained.Window.Lookback);
        json.WriteNumber("horizon", view.Trained.Window.Horizon);
        json.WriteNumber("stepMs", view.Trained.Grid.StepMs);
        json.WriteString("trainedOn", view.Trained.Data.Source);
        json.WriteString("dataSha256", view.Trained.Data.Sha256);
        json.WriteEndObject();
        json.WriteStartArray("forecasts");
        foreach (var series in view.Result.Series)
        {
            WriteSeries(json, view, series);
        }

        json.WriteEndArray();
        json.WriteStartArray("skipped");
        foreach (var entity in view.Result.Skipped)
        {
            json.WriteStringValue(entity);
        }

        json.WriteEndArray();
        environment.Write(json);
    });

    static void WriteSeries(Utf8JsonWriter json, ForecastView view, SeriesForecast series)
    {
        json.WriteStartObject();
        json.WriteString("entity", series.Entity);
        json.WriteString("metric", series.Metric);
        json.WriteString("origin", view.Times.Write(series.OriginMs));
        json.WriteFinite("newest", view.NewestValue(series));
        json.WriteStartArray("points");
        for (var index = 0; index < view.Steps; index++)
        {
            json.WriteStartObject();
            json.WriteString("time", view.Times.Write(series.TimesMs[index]));
            json.WriteNumber("step", index + 1);
            json.WriteFinite("yhat", series.Point[index]);
            foreach (var band in series.Bands)
            {
                var level = (band.Level * 100).ToString("0", CultureInfo.InvariantCulture);
                json.WriteFinite($"yhatLower{level}", band.Lower[index]);
                json.WriteFinite($"yhatUpper{level}", band.Upper[index]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
