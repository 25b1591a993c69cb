using Presage.Models.Artefacts;
using Presage.Models.Calibration;
using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.WhatIf;

/// <summary>Services whose latency follows a queue exactly, with a forecast that says the newest values go on.</summary>
static class MadeUpServices
{
    public const int Horizon = 4;
    public static readonly string[] Metrics = ["workload", "latency_mean_ms", "cpu", "errors", "memory_mib"];

    /// <summary>Loads of a day and a half, minute by minute, between a third and the whole of the highest.</summary>
    public static double[] Load(double highest, int seed, int bins = 2000)
    {
        var random = new Random(seed);
        double wander = 0;
        return [.. Enumerable.Range(0, bins).Select(bin =>
        {
            wander = (0.95 * wander) + (0.02 * SmallData.Gaussian(random));
            return highest * Math.Clamp((0.62 + (0.28 * Math.Sin(2 * Math.PI * bin / 1440))) * (1 + wander), 0.05, 1);
        })];
    }

    /// <summary>The exact mean time in an M/M/1 queue, in milliseconds.</summary>
    public static double Latency(double load, double capacity) => 1000 / (capacity - load);

    /// <summary>A frame with the metrics of <see cref="Metrics"/>; each service has a load and a capacity.</summary>
    public static Frame Frame(params (string Name, double[] Load, double Capacity)[] services)
    {
        int bins = services[0].Load.Length;
        var values = new float[services.Length * Metrics.Length * bins];
        for (int service = 0; service < services.Length; service++)
        {
            var random = new Random(100 + service);
            for (int bin = 0; bin < bins; bin++)
            {
                double load = services[service].Load[bin];
                double[] now =
                [
                    load,
                    Latency(load, services[service].Capacity) * Math.Exp(0.05 * SmallData.Gaussian(random)),
                    load / services[service].Capacity * (1 + (0.01 * SmallData.Gaussian(random))),
                    0,
                    300,
                ];
                for (int metric = 0; metric < now.Length; metric++)
                {
                    values[(((service * Metrics.Length) + metric) * bins) + bin] = (float)now[metric];
                }
            }
        }

        return new Frame(0, 60_000, true, [.. services.Select(service => service.Name)], Metrics, values);
    }

    /// <summary>A forecast that the means of the newest ten bins go on, with bands of a tenth and a fifth.</summary>
    public static ForecastResult Usual(Frame frame)
    {
        var series = new List<SeriesForecast>();
        for (int row = 0; row < frame.Entities.Count * frame.Metrics.Count; row++)
        {
            float[] newest = [.. frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count)[^10..].ToArray().Where(float.IsFinite)];
            float point = newest.Length > 0 ? newest.Average() : 0;
            series.Add(new SeriesForecast(
                frame.Entities[row / frame.Metrics.Count],
                frame.Metrics[row % frame.Metrics.Count],
                frame.TimeMs(frame.Bins - 1),
                [.. Enumerable.Range(frame.Bins, Horizon).Select(frame.TimeMs)],
                [.. Enumerable.Repeat(point, Horizon)],
                [.. BandLevels.All.Select((level, index) => Band(level, point, 0.1f * (index + 1)))],
                false));
        }

        return new ForecastResult(frame, series, []);
    }

    /// <summary>A graph of the calls that are given.</summary>
    public static ServiceGraph Graph(params (string From, string To, float Calls)[] calls)
    {
        var graph = new ServiceGraphBuilder();
        foreach (var (from, to, count) in calls)
        {
            graph.AddEdge(from, to, EdgeSources.CallTable, count);
        }

        return graph.Build();
    }

    static ForecastBand Band(double level, float point, float share) => new(
        level, [.. Enumerable.Repeat(point * (1 - share), Horizon)], [.. Enumerable.Repeat(point * (1 + share), Horizon)]);
}
