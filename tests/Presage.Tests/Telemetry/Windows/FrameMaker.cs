using Presage.Telemetry.Windows;

namespace Presage.Tests.Telemetry.Windows;

/// <summary>Small frames for tests.</summary>
static class FrameMaker
{
    public const float Gap = float.NaN;

    /// <summary>One entity with one metric, a bin a value.</summary>
    public static Frame Single(params float[] values) => new(0, 60_000, false, ["a"], ["x"], values);

    /// <summary>One entity with a metric a row.</summary>
    public static Frame OfMetrics(params float[][] rows) =>
        new(0, 60_000, false, ["a"], [.. rows.Select((_, index) => $"x{index}")], [.. rows.SelectMany(row => row)]);

    /// <summary>Random walks with random gaps; some bins miss only some metrics.</summary>
    public static Frame Random(Random random, int entities, int metrics, int bins, double gapShare)
    {
        var values = new float[entities * metrics * bins];
        for (int entity = 0; entity < entities; entity++)
        {
            for (int bin = 0; bin < bins; bin++)
            {
                bool isGap = random.NextDouble() < gapShare;
                for (int metric = 0; metric < metrics; metric++)
                {
                    bool isMissing = isGap || random.NextDouble() < 0.02;
                    values[(((entity * metrics) + metric) * bins) + bin] = isMissing ? Gap : (float)(random.NextDouble() * 10);
                }
            }
        }

        return new Frame(0, 60_000, false,
            [.. Enumerable.Range(0, entities).Select(i => $"e{i}")], [.. Enumerable.Range(0, metrics).Select(i => $"x{i}")], values);
    }

    /// <summary>The same frame with some of its values replaced.</summary>
    public static Frame Change(Frame frame, Func<int, int, int, float, float> change)
    {
        var values = new float[frame.Entities.Count * frame.Metrics.Count * frame.Bins];
        for (int entity = 0; entity < frame.Entities.Count; entity++)
        {
            for (int metric = 0; metric < frame.Metrics.Count; metric++)
            {
                for (int bin = 0; bin < frame.Bins; bin++)
                {
                    values[(((entity * frame.Metrics.Count) + metric) * frame.Bins) + bin] =
                        change(entity, metric, bin, frame.Values(entity, metric)[bin]);
                }
            }
        }

        return frame.With(values);
    }
}
