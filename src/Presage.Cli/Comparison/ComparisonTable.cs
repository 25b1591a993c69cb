using System.Globalization;
using Presage.Cli.Output;
using Presage.Models.Evaluation;
using Spectre.Console;

namespace Presage.Cli.Comparison;

/// <summary>The comparison for people: errors by horizon with bands and cost, by metric, and what chance can explain.</summary>
static class ComparisonTable
{
    // The adaptive bands are the ones a forecast shows.
    const string BandNote = "Bands: share of outcomes inside / mean width.";

    /// <summary>Draws every table of <paramref name="result"/>.</summary>
    public static void Write(EvaluationResult result, IAnsiConsole console)
    {
        var entries = ComparisonEntry.Group(result.Rows);
        var horizons = entries.Select(entry => entry.Horizon).Distinct().ToArray();
        var names = new HorizonNames(result);
        console.WriteLine();
        WriteErrors(entries, horizons, names, console);
        WriteLearned(entries.Where(entry => entry.Horizon == horizons[^1]), console);
        WriteMetrics(ComparisonEntry.Group(result.MetricRows), horizons[^1], names, console);
        WriteSignificance(result.Significance, horizons, names, console);
    }

    static void WriteErrors(IReadOnlyList<ComparisonEntry> entries, string[] horizons, HorizonNames names, IAnsiConsole console)
    {
        var smallest = entries.Any(entry => entry.Label != entries[0].Label) ? "; * marks the smallest" : "";
        var deviation = entries.Any(entry => entry.Runs.Count > 1) ? "; ± is the deviation over seeds" : "";
        console.WriteLine($"Errors: {(names.InOwnUnits ? "RMSE" : "MSE")} / MAE in {names.Unit}{smallest}{deviation}. {BandNote}");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("model");
        foreach (var horizon in horizons)
        {
            table.AddColumn(new TableColumn(names.Show(horizon)).RightAligned());
        }

        table.AddColumn(new TableColumn("80 % band").RightAligned());
        table.AddColumn(new TableColumn("95 % band").RightAligned());
        table.AddColumn(new TableColumn("parameters").RightAligned());
        table.AddColumn(new TableColumn("train s").RightAligned());
        foreach (var model in entries.GroupBy(entry => entry.Label))
        {
            var byHorizon = model.ToDictionary(entry => entry.Horizon);
            var cells = new List<string> { Markup.Escape(model.Key) };
            cells.AddRange(horizons.Select(horizon => byHorizon.TryGetValue(horizon, out var entry)
                ? ErrorCell(entry, entries.Where(other => other.Horizon == horizon), names.InOwnUnits)
                : "-"));
            var widest = byHorizon[horizons.Last(byHorizon.ContainsKey)];
            cells.Add(BandCell(widest, 0));
            cells.Add(BandCell(widest, 1));
            cells.Add(widest.Parameters.ToString("N0", CultureInfo.InvariantCulture));
            cells.Add(TrainSeconds(model).ToString("0.0", CultureInfo.InvariantCulture));
            table.AddRow([.. cells]);
        }

        console.Write(table);
    }

    static void WriteLearned(IEnumerable<ComparisonEntry> entries, IAnsiConsole console)
    {
        foreach (var entry in entries)
        {
            foreach (var name in entry.Runs[0].Learned.Keys)
            {
                var seeds = entry.Runs.Select(run => run.Learned[name].ToString("0.000", CultureInfo.InvariantCulture));
                console.WriteLine($"Learned by {entry.Label}: {name} {string.Join(", ", seeds)}");
            }
        }
    }

    static void WriteMetrics(IReadOnlyList<ComparisonEntry> entries, string horizon, HorizonNames names, IAnsiConsole console)
    {
        var metrics = entries.Select(entry => entry.Metric!).Distinct().ToArray();
        if (metrics.Length < 2)
        {
            return;
        }

        console.WriteLine($"MSE by metric, {names.Show(horizon)}");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("model");
        foreach (var metric in metrics)
        {
            table.AddColumn(new TableColumn(Markup.Escape(metric)).RightAligned());
        }

        var shown = entries.Where(entry => entry.Horizon == horizon).ToArray();
        foreach (var model in shown.GroupBy(entry => entry.Label))
        {
            var byMetric = model.ToDictionary(entry => entry.Metric!);
            table.AddRow([
                Markup.Escape(model.Key),
                .. metrics.Select(metric => byMetric.TryGetValue(metric, out var entry)
                    ? NumberText.Error(entry.Mse) + Mark(entry.Mse, shown.Where(other => other.Metric == metric))
                    : "-")]);
        }

        console.Write(table);
    }

    static void WriteSignificance(IReadOnlyList<SignificanceRow> rows, string[] horizons, HorizonNames names, IAnsiConsole console)
    {
        var squared = rows.Where(row => row.Measure == "mse").ToArray();
        if (squared.Length == 0)
        {
            return;
        }

        console.WriteLine($"MSE of {squared[0].Model} less that of the others (p), paired over {squared[0].Blocks}; below 0 it is better");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("against");
        foreach (var horizon in horizons)
        {
            table.AddColumn(new TableColumn(names.Show(horizon)).RightAligned());
        }

        foreach (var pair in squared.GroupBy(row => (row.Variant, row.Against, row.AgainstVariant)))
        {
            var byHorizon = pair.ToDictionary(row => row.Horizon);
            var against = pair.Key.AgainstVariant.Length == 0 ? pair.Key.Against : $"{pair.Key.Against}, {pair.Key.AgainstVariant}";
            table.AddRow([
                Markup.Escape(pair.Key.Variant.Length == 0 ? against : $"{against} (by {pair.Key.Variant})"),
                .. horizons.Select(horizon => byHorizon.TryGetValue(horizon, out var row)
                    ? $"{NumberText.Signed(row.Difference)} ({NumberText.Probability(row.P)})"
                    : "-")]);
        }

        console.Write(table);
    }

    static string ErrorCell(ComparisonEntry entry, IEnumerable<ComparisonEntry> column, bool inOwnUnits)
    {
        var (squared, spread) = inOwnUnits ? (entry.Rmse, entry.RmseDeviation) : (entry.Mse, entry.MseDeviation);
        var deviation = spread is { } value && value > 0 ? $" ±{NumberText.Error(value)}" : "";
        return $"{NumberText.Error(squared)}{deviation} / {NumberText.Error(entry.Mae)}{Mark(entry.Mse, column)}";
    }

    // Horizons of one fit share its time; horizons with fits of their own add up.
    static double TrainSeconds(IEnumerable<ComparisonEntry> model) => model
        .SelectMany(entry => entry.Runs)
        .GroupBy(row => row.Seed)
        .Average(seed => seed.Select(row => row.TrainSeconds).Distinct().Sum());

    static string Mark(double mse, IEnumerable<ComparisonEntry> column)
    {
        var errors = column.Select(entry => entry.Mse).ToArray();
        return errors.Length == 1 ? "" : mse <= errors.Min() ? "*" : " ";
    }

    static string BandCell(ComparisonEntry entry, int level)
    {
        var coverage = entry.Mean(row => row.Bands.Shown.Coverage[level]);
        var width = entry.Mean(row => row.Bands.Shown.Width[level]);
        return string.Create(CultureInfo.InvariantCulture, $"{coverage:P1} / {width:0.00}");
    }

}
