using System.Globalization;
using Presage.Cli.Output;
using Presage.Models.Artefacts;
using Spectre.Console;

namespace Presage.Cli.Forecasts;

/// <summary>Usual and hypothetical forecast side by side, for people.</summary>
static class WhatIfTable
{
    const int MostRows = 200; // a dozen services with a dozen metrics each

    /// <summary>Draws the tables: loads first, because everything else follows from them.</summary>
    public static void Write(ForecastView view, IAnsiConsole console)
    {
        var result = view.WhatIf!;
        var ahead = DurationText.Show(view.Steps * TimeSpan.FromMilliseconds(view.Result.History.StepMs));
        var now = view.Times.Show(view.Result.Series.Max(series => series.OriginMs));
        var level = view.Result.Series[0].Bands[0].Level.ToString("P0", CultureInfo.InvariantCulture);
        console.WriteLine($"{view.Trained.Forecaster.Card.Name} from {now}: means over the next {ahead}.");
        console.WriteLine($"In brackets: the mean ends of the bands in which {level} of the outcomes are expected.");
        WriteLoads(view, console);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("entity", "metric");
        foreach (var title in (string[])["usual", "with this load", "change"])
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var (usual, changed) in result.Usual.Series.Zip(result.Changed.Series).Take(MostRows))
        {
            table.AddRow(Markup.Escape(usual.Entity), Markup.Escape(usual.Metric), Cell(usual, view.Steps), Cell(changed, view.Steps), Change(usual, changed, view.Steps));
        }

        console.Write(table);
        if (result.Usual.Series.Count > MostRows)
        {
            console.WriteLine($"and {result.Usual.Series.Count - MostRows} more series; --csv and --json show all.");
        }
    }

    static void WriteLoads(ForecastView view, IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("service");
        foreach (var title in (string[])["usual load", "with this load", "highest seen", "can serve, a guess"])
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var load in view.WhatIf!.Loads.Take(MostRows))
        {
            table.AddRow(
                Markup.Escape(load.Service),
                NumberText.Value(load.Usual),
                Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{NumberText.Value(load.Changed)} (x {load.Factor:0.##}){(load.IsBeyondHistory ? " !" : "")}")),
                NumberText.Value(load.HighestSeen),
                load.Capacity is { } capacity ? NumberText.Value(capacity) : "-");
        }

        console.Write(table);
    }

    static string Cell(SeriesForecast series, int steps) => Markup.Escape(
        $"{NumberText.Value(Mean(series.Point, steps))} [{NumberText.Value(Mean(series.Bands[0].Lower, steps))}, {NumberText.Value(Mean(series.Bands[0].Upper, steps))}]");

    static string Change(SeriesForecast usual, SeriesForecast changed, int steps)
    {
        double before = Mean(usual.Point, steps);
        return before > 0 ? ((Mean(changed.Point, steps) / before) - 1).ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture) : "-";
    }

    static double Mean(float[] values, int steps) => values.Take(steps).Average();
}
