using System.Text.Json;
using Presage.Cli.Output;
using Presage.Models.Evaluation;

namespace Presage.Cli.Comparison;

/// <summary>The comparison for programs: one object on standard output.</summary>
static class ComparisonJson
{
    /// <summary>Writes the object; a number that was not measured is null.</summary>
    public static void Write(EvaluationResult result, string data, RunEnvironment environment, TextWriter output)
    {
        JsonText.Write(output, json =>
        {
            json.WriteString("command", "evaluate");
            json.WriteString("data", data);
            json.WriteString("protocol", result.Protocol.Id);
            WriteRows(json, "results", result.Rows);
            WriteRows(json, "perMetric", result.MetricRows);
            json.WriteStartArray("significance");
            foreach (var row in result.Significance)
            {
                json.WriteStartObject();
                json.WriteString("model", row.Model);
                json.WriteString("variant", row.Variant);
                json.WriteString("against", row.Against);
                json.WriteString("againstVariant", row.AgainstVariant);
                json.WriteString("horizon", row.Horizon);
                json.WriteString("measure", row.Measure);
                json.WriteFinite("difference", row.Difference);
                json.WriteFinite("low", row.Low);
                json.WriteFinite("high", row.High);
                json.WriteFinite("p", row.P);
                json.WriteString("blocks", row.Blocks);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            environment.Write(json);
        });
    }

    /// <summary>Writes rows as an array of objects.</summary>
    public static void WriteRows(Utf8JsonWriter json, string name, IReadOnlyList<EvaluationRow> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("model", row.Model);
            json.WriteString("variant", row.Variant);
            json.WriteString("horizon", row.Horizon);
            if (row.Metric is not null)
            {
                json.WriteString("metric", row.Metric);
            }

            json.WriteFinite("seed", row.Seed);
            json.WriteFinite("mse", row.Errors.Mse);
            json.WriteFinite("mae", row.Errors.Mae);
            json.WriteFinite("rmse", row.Errors.Rmse);
            json.WriteFinite("mape", row.Errors.Mape);
            json.WriteFinite("wape", row.Errors.Wape);
            json.WriteFinite("smape", row.Errors.Smape);
            json.WriteFinite("r2", row.Errors.R2);
            json.WriteNumber("parameters", row.Parameters);
            json.WriteFinite("trainSeconds", row.TrainSeconds);
            json.WriteNumber("epochs", row.Epochs);
            json.WriteNumber("lookback", row.Lookback);
            json.WriteNumber("windows", row.Windows);
            json.WriteNumber("points", row.Errors.Points);
            json.WriteNumber("mapePoints", row.Errors.MapePoints);
            json.WriteFinite("nodeR2", row.Errors.NodeR2);
            json.WriteFinite("ownMae", row.Errors.OwnMae);
            json.WriteFinite("ownRmse", row.Errors.OwnRmse);
            json.WriteFinite("ownR2", row.Errors.OwnR2);
            json.WriteString("bands", BandColumns.Kind(row.Bands));
            foreach (var (column, value) in BandColumns.Names.Zip(BandColumns.Of(row.Bands)))
            {
                json.WriteFinite(column, value);
            }

            if (row.Learned.Count > 0)
            {
                json.WriteStartObject("learned");
                foreach (var (learned, value) in row.Learned)
                {
                    json.WriteFinite(learned, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
