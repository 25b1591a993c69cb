using System.Globalization;
using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.WhatIf;

namespace Presage.Benchmarks.WhatIf;

/// <summary>Asks what would be under more load, runs that load, and prints how much of the truth the bands held.</summary>
static class WhatIfTable
{
    static readonly string[] Ways = ["usual", "what-if", "unchanged", "proportional"];

    /// <summary>Prints a line for each metric, load and way of answering.</summary>
    /// <param name="preset">The shop.</param>
    /// <param name="seeds">Comma-separated.</param>
    /// <param name="folder">Where simulated runs are kept.</param>
    /// <param name="rest">The forecaster, <c>ridge</c> when it is not given, and the service whose users become more, all when it is not given.</param>
    public static int Run(string preset, string seeds, string folder, string[] rest)
    {
        Directory.CreateDirectory(folder);
        var model = rest.Length > 0 ? rest[0] : "ridge";
        var entry = rest.Length > 1 ? rest[1] : null;
        var cells = new Dictionary<(string Metric, double Factor, string Way), CoverageCell>();
        foreach (int seed in seeds.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)))
        {
            var usual = ShopRun.ReadOrMake(Path.Combine(folder, $"{preset}-{seed}-usual.bin"), () => PulsedShop.Run(preset, seed, false, entry));
            var truth = ShopRun.ReadOrMake(Path.Combine(folder, $"{preset}-{seed}-pulsed{entry}.bin"), () => PulsedShop.Run(preset, seed, true, entry));
            Ask(usual, truth, seed, model, entry, cells);
        }

        Print(cells);
        return 0;
    }

    static void Ask(ShopRun usual, ShopRun truth, int seed, string model, string? entry, Dictionary<(string, double, string), CoverageCell> cells)
    {
        using var trained = ForecasterTraining.Run(new TrainingRequest
        {
            Model = ModelCatalog.Get(model),
            Recording = ShopRun.Record(usual.Until(PulsedShop.TrainMinutes)),
            Graph = usual.Graph,
            Protocol = "service",
        }).Trained;
        foreach (var (minute, factor) in PulsedShop.QuestionsOf(seed))
        {
            var forecast = trained.Forecast(usual.Until(minute));
            var answer = WhatIfForecast.Create(new WhatIfRequest { Usual = forecast, Changes = [new LoadFactor(entry, factor)], Graph = usual.Graph });
            foreach (var (before, after) in answer.Usual.Series.Zip(answer.Changed.Series))
            {
                // Services that the change does not reach say nothing about the answer.
                double load = answer.Loads.Single(one => one.Service == before.Entity).Factor;
                if (load > 1.02)
                {
                    Count(cells, factor, load, before, after, Outcome(usual, before, minute), Outcome(truth, before, minute));
                }
            }
        }
    }

    static void Count(
        Dictionary<(string, double, string), CoverageCell> cells, double factor, double load, SeriesForecast before, SeriesForecast after, float[] usual, float[] truth)
    {
        foreach (var way in Ways)
        {
            var key = (before.Metric, factor, way);
            if (!cells.TryGetValue(key, out var cell))
            {
                cells.Add(key, cell = new CoverageCell());
            }

            cell.Add(way == "what-if" ? after : before, way == "proportional" ? load : 1, way == "usual" ? usual : truth, before.Point);
        }
    }

    static float[] Outcome(ShopRun run, SeriesForecast series, int minute)
    {
        int entity = Array.IndexOf([.. run.Frame.Entities], series.Entity), metric = Array.IndexOf([.. run.Frame.Metrics], series.Metric);
        return run.Frame.Values(entity, metric).Slice(minute, PulsedShop.Horizon).ToArray();
    }

    static void Print(Dictionary<(string Metric, double Factor, string Way), CoverageCell> cells)
    {
        Console.WriteLine("| metric | load | answer | outcomes | in 80 % band | in 95 % band | services | width | score |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var metrics = cells.Keys.Select(key => key.Metric).Distinct().ToList();
        foreach (var ((metric, factor, way), cell) in cells.OrderBy(one => metrics.IndexOf(one.Key.Metric)).ThenBy(one => one.Key.Factor))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| `{metric}` | {(way == "usual" ? "as it is" : $"+{(factor - 1) * 100:0} %")} | {way} | {cell.Outcomes} | {cell.Inside80:P1} | {cell.Inside95:P1} | {cell.Covered:P0} | {cell.Width:0.00} | {cell.Score:0.00} |"));
        }
    }
}
