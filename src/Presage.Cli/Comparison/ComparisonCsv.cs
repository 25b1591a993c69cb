using System.Globalization;
using Presage.Cli.Output;
using Presage.Models.Evaluation;

namespace Presage.Cli.Comparison;

/// <summary>The comparison as CSV: one line a model, variant, horizon, seed and metric (empty for all metrics together).</summary>
static class ComparisonCsv
{
    static readonly string Header = string.Join(
        ',',
        [
            "model,variant,horizon,seed,metric,mse,mae,rmse,mape,wape,smape,r2,nodeR2,ownMae,ownRmse,ownR2,bands",
            .. BandColumns.Names,
            "parameters,trainSeconds,epochs,lookback,windows",
        ]);

    /// <summary>Writes header and lines.</summary>
    public static void Write(EvaluationResult result, TextWriter output)
    {
        output.WriteLine(Header);
        foreach (var row in result.Rows.Concat(result.MetricRows))
        {
            output.WriteLine(string.Join(',', Cells(row)));
        }
    }

    static IEnumerable<string> Cells(EvaluationRow row) =>
    [
        CsvText.Field(row.Model),
        CsvText.Field(row.Variant),
        row.Horizon,
        row.Seed?.ToString(CultureInfo.InvariantCulture) ?? "",
        CsvText.Field(row.Metric ?? ""),
        CsvText.Number(row.Errors.Mse),
        CsvText.Number(row.Errors.Mae),
        CsvText.Number(row.Errors.Rmse),
        CsvText.Number(row.Errors.Mape),
        CsvText.Number(row.Errors.Wape),
        CsvText.Number(row.Errors.Smape),
        CsvText.Number(row.Errors.R2),
        CsvText.Number(row.Errors.NodeR2),
        CsvText.Number(row.Errors.OwnMae),
        CsvText.Number(row.Errors.OwnRmse),
        CsvText.Number(row.Errors.OwnR2),
        BandColumns.Kind(row.Bands),
        .. BandColumns.Of(row.Bands).Select(CsvText.Number),
        row.Parameters.ToString(CultureInfo.InvariantCulture),
        CsvText.Number(row.TrainSeconds),
        row.Epochs.ToString(CultureInfo.InvariantCulture),
        row.Lookback.ToString(CultureInfo.InvariantCulture),
        row.Windows.ToString(CultureInfo.InvariantCulture),
    ];
}
