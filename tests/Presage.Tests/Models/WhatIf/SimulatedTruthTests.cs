using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.WhatIf;
using Presage.Simulation;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.WhatIf;

/// <summary>Asks what would be, and runs it: a small copy of what docs/results/what-if.md measures.</summary>
public sealed class SimulatedTruthTests
{
    const int Horizon = 12;
    const int TrainMinutes = 210;

    // A model that has seen three hours does not know the evening; bands of .8 hold that much even so.
    const double LeastCovered = 0.5;

    static readonly (int Minute, double Factor)[] Questions = [(215, 1.5), (245, 2), (275, 1.25)];

    [Fact]
    public void Create_ShopWithMoreUsers_HoldsMostOfWhatThenHappens()
    {
        var usual = ShopRecorder.Record(Options([]));
        var truth = Minutes(ShopRecorder.Record(Options([.. Questions.SelectMany(Pulse)])).Recording, int.MaxValue);
        using var trained = ForecasterTraining.Run(new TrainingRequest
        {
            Model = ModelCatalog.Get("ridge"),
            Recording = SmallData.Recording(Minutes(usual.Recording, TrainMinutes)),
            Protocol = "service",
        }).Trained;
        var (asked, unchanged) = (new Dictionary<string, (int In, int All)>(), new Dictionary<string, (int In, int All)>());
        foreach (var (minute, factor) in Questions)
        {
            var answer = WhatIfForecast.Create(new WhatIfRequest
            {
                Usual = trained.Forecast(Minutes(usual.Recording, minute)),
                Changes = [new LoadFactor(null, factor)],
                Graph = usual.Graph,
            });
            Count(answer.Changed, truth, minute, asked);
            Count(answer.Usual, truth, minute, unchanged);
        }

        string[] metrics = ["workload", "latency_mean_ms", "latency_p95_ms", "cpu", "errors"];
        var shares = metrics.Select(metric => (Metric: metric, What: Share(asked[metric]), Naive: Share(unchanged[metric]))).ToArray();
        Assert.All(shares, share => Assert.True(
            share.What > LeastCovered && share.What > share.Naive,
            string.Join(", ", shares.Select(one => $"{one.Metric}: {one.What:P0} inside the 80 % band, {one.Naive:P0} without asking"))));
    }

    static double Share((int In, int All) count) => (double)count.In / count.All;

    static SimulationOptions Options(IReadOnlyList<LoadChange> changes) => new()
    {
        Topology = ShopPresets.Get("shop-12"),
        Duration = TimeSpan.FromHours(5),
        Start = new DateTimeOffset(2024, 1, 1, 13, 30, 0, TimeSpan.Zero),
        Seed = 21,
        LoadChanges = changes,
    };

    static IEnumerable<LoadChange> Pulse((int Minute, double Factor) question) =>
    [
        new() { At = TimeSpan.FromMinutes(question.Minute), Factor = question.Factor },
        new() { At = TimeSpan.FromMinutes(question.Minute + Horizon), Factor = 1 / question.Factor },
    ];

    static Frame Minutes(Recording recording, int end)
    {
        var frame = Grid.Align(recording, new GridOptions { StepMs = 60_000 });
        int bins = Math.Min(end, frame.Bins);
        return new Frame(
            frame.StartMs,
            frame.StepMs,
            frame.HasCalendar,
            frame.Entities,
            frame.Metrics,
            [.. Enumerable.Range(0, frame.Entities.Count * frame.Metrics.Count)
                .SelectMany(row => frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count)[..bins].ToArray())]);
    }

    static void Count(ForecastResult forecast, Frame truth, int minute, Dictionary<string, (int In, int All)> counts)
    {
        foreach (var series in forecast.Series)
        {
            int entity = Array.IndexOf([.. truth.Entities], series.Entity), metric = Array.IndexOf([.. truth.Metrics], series.Metric);
            var (inside, all) = counts.GetValueOrDefault(series.Metric);
            for (int step = 0; step < Horizon; step++)
            {
                float value = truth.Values(entity, metric)[minute + step];
                inside += value >= series.Bands[0].Lower[step] - 1e-6 && value <= series.Bands[0].Upper[step] + 1e-6 ? 1 : 0;
                all += float.IsNaN(value) ? 0 : 1;
            }

            counts[series.Metric] = (inside, all);
        }
    }
}
