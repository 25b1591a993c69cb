using Presage.Models.Evaluation;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models;

/// <summary>Small data with a season, noise and gaps, made the same way each time.</summary>
static class SmallData
{
    public const long StepMs = 60_000;
    public const int Season = 12;

    /// <summary>A frame of seasonal series; a share of the bins of each entity is missing in all metrics.</summary>
    public static Frame Frame(int entities = 2, int metrics = 2, int bins = 400, double missing = 0, double noise = 0.2, int seed = 7)
    {
        var random = new Random(seed);
        var values = new float[entities * metrics * bins];
        for (var entity = 0; entity < entities; entity++)
        {
            for (var bin = 0; bin < bins; bin++)
            {
                var isMissing = bin > 0 && bin < bins - 1 && random.NextDouble() < missing;
                for (var metric = 0; metric < metrics; metric++)
                {
                    var phase = 2 * Math.PI * (bin + (3 * metric)) / Season;
                    var value = 50 + (10 * entity) + (5 * (metric + 1) * Math.Sin(phase)) + (noise * 5 * Gaussian(random));
                    values[(((entity * metrics) + metric) * bins) + bin] = isMissing ? float.NaN : (float)value;
                }
            }
        }

        return new Frame(
            0, StepMs, true, [.. Enumerable.Range(0, entities).Select(i => $"host-{i}")], [.. Enumerable.Range(0, metrics).Select(i => $"metric-{i}")], values);
    }

    /// <summary>A task of 24 steps in and 4 out, split 70/10/20.</summary>
    public static EvaluationTask Task(Frame? frame = null, int lookback = 24, int horizon = 4, int hop = 1)
    {
        frame ??= Frame();
        return EvaluationTask.Create(
            frame,
            TimeSplit.ByShare(frame.Bins),
            new WindowOptions { Lookback = lookback, Horizon = horizon, Hop = hop },
            [new ReportedSteps("1", 0, 1), new ReportedSteps("all", 0, horizon)]);
    }

    /// <summary>The frame as irregular series: one sample in the middle of each observed bin.</summary>
    public static Recording Recording(Frame frame)
    {
        var series = new List<RawSeries>();
        for (var entity = 0; entity < frame.Entities.Count; entity++)
        {
            for (var metric = 0; metric < frame.Metrics.Count; metric++)
            {
                var values = frame.Values(entity, metric).ToArray();
                var bins = Enumerable.Range(0, values.Length).Where(bin => !float.IsNaN(values[bin])).ToArray();
                series.Add(new RawSeries(
                    frame.Entities[entity],
                    frame.Metrics[metric],
                    bins.Select(frame.TimeMs).ToArray(),
                    bins.Select(bin => (double)values[bin]).ToArray()));
            }
        }

        return new Recording("small.csv", "test", frame.HasCalendar, series, new ReadingReport(0, 0, 0, 0, 0, 0, 0));
    }

    public static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
