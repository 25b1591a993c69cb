using System.Globalization;
using System.Text.Json;
using Presage.Cli.Output;
using Presage.Models.Artefacts;
using Presage.Models.WhatIf;

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
        for (var place = 0; place < view.Result.Series.Count; place++)
        {
            WriteSeries(json, view, view.Result.Series[place], view.WhatIf?.Changed.Series[place]);
        }

        json.WriteEndArray();
        json.WriteStartArray("skipped");
        foreach (var entity in view.Result.Skipped)
        {
            json.WriteStringValue(entity);
        }

        json.WriteEndArray();
        WriteLoads(json, view.WhatIf);
        environment.Write(json);
    });

    static void WriteLoads(Utf8JsonWriter json, WhatIfResult? whatIf)
    {
        if (whatIf is null)
        {
            return;
        }

        json.WriteStartArray("loads");
        foreach (var load in whatIf.Loads)
        {
            json.WriteStartObject();
            json.WriteString("entity", load.Service);
            json.WriteFinite("factor", load.Factor);
            json.WriteFinite("usual", load.Usual);
            json.WriteFinite("whatIf", load.Changed);
            json.WriteFinite("highestSeen", load.HighestSeen);
            json.WriteBoolean("beyondHistory", load.IsBeyondHistory);
            json.WriteFinite("capacity", load.Capacity);
            json.WriteFinite("beyondCapacity", load.BeyondCapacity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteSeries(Utf8JsonWriter json, ForecastView view, SeriesForecast series, SeriesForecast? changed)
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
            WritePoint(json, "yhat", series, index);
            if (changed is not null)
            {
                WritePoint(json, "whatIf", changed, index);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WritePoint(Utf8JsonWriter json, string name, SeriesForecast series, int index)
    {
        json.WriteFinite(name, series.Point[index]);
        foreach (var band in series.Bands)
        {
            var level = (band.Level * 100).ToString("0", CultureInfo.InvariantCulture);
            json.WriteFinite($"{name}Lower{level}", band.Lower[index]);
            json.WriteFinite($"{name}Upper{level}", band.Upper[index]);
        }
    }
}
