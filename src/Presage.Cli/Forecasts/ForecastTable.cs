using System.Globalization;
using Presage.Cli.Output;
using Presage.Models.Artefacts;
using Spectre.Console;

namespace Presage.Cli.Forecasts;

/// <summary>A forecast for people: now, and a few steps ahead with the range most outcomes will lie in.</summary>
static class ForecastTable
{
    const int MostRows = 60;

    /// <summary>Draws the table.</summary>
    public static void Write(ForecastView view, IAnsiConsole console)
    {
        var step = TimeSpan.FromMilliseconds(view.Result.History.StepMs);
        int[] shown = [.. new[] { 1, view.Steps / 4, view.Steps / 2, view.Steps }.Where(ahead => ahead > 0).Distinct()];
        var level = view.Result.Series[0].Bands[0].Level.ToString("P0", CultureInfo.InvariantCulture);
        var now = view.Times.Show(view.Result.Series.Max(series => series.OriginMs));
        console.WriteLine($"{view.Trained.Forecaster.Card.Name} from {now}, one step each {DurationText.Show(step)}.");
        console.WriteLine($"In brackets: where {level} of the outcomes are expected.");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("entity", "metric");
        table.AddColumn(new TableColumn("now").RightAligned());
        foreach (var ahead in shown)
        {
            table.AddColumn(new TableColumn($"+{DurationText.Show(ahead * step)}").RightAligned());
        }

        foreach (var series in view.Result.Series.Take(MostRows))
        {
            table.AddRow([
                Markup.Escape(series.Entity),
                Markup.Escape(series.Metric),
                NumberText.Value(view.NewestValue(series)),
                .. shown.Select(ahead => Cell(series, ahead - 1))]);
        }

        console.Write(table);
        if (view.Result.Series.Count > MostRows)
        {
            console.WriteLine($"and {view.Result.Series.Count - MostRows} more series; --csv and --json show all.");
        }
    }

    static string Cell(SeriesForecast series, int index)
    {
        var (lower, upper) = (NumberText.Value(series.Bands[0].Lower[index]), NumberText.Value(series.Bands[0].Upper[index]));
        return Markup.Escape($"{NumberText.Value(series.Point[index])} [{lower}, {upper}]");
    }
}
