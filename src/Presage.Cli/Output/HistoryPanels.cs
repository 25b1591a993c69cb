using Presage.Cli.Reports;
using Presage.Models.Evaluation;
using Presage.Telemetry.Windows;

namespace Presage.Cli.Output;

/// <summary>The newest stretch of some series, as charts without a forecast.</summary>
static class HistoryPanels
{
    // A page stays quick to open, and a stretch this long still shows days of a minute grid.
    const int MostSeries = 12;
    const int MostBins = 4096;

    // Shorter gaps are bridged by the models and would only be dust in a chart.
    const int LeastGapBins = 3;

    /// <summary>Charts of the data of an evaluation, in the metrics' own units.</summary>
    public static IReadOnlyList<SeriesPanel> Of(EvaluationTask task)
    {
        var frame = task.Train.Frame;
        var panels = new List<SeriesPanel>();
        for (var entity = 0; entity < frame.Entities.Count && panels.Count < MostSeries; entity++)
        {
            for (var metric = 0; metric < frame.Metrics.Count && panels.Count < MostSeries; metric++)
            {
                var values = frame.Values(entity, metric);
                var first = Math.Max(0, frame.Bins - MostBins);
                panels.Add(new SeriesPanel
                {
                    Name = $"{frame.Entities[entity]} {frame.Metrics[metric]}",
                    HistoryTimesMs = Times(frame, first),
                    History = Unscaled(task.Scaler, entity, metric, values[first..]),
                    Gaps = Gaps(frame, values, first),
                });
            }
        }

        return panels;
    }

    /// <summary>The times of the bins from <paramref name="first"/> on.</summary>
    public static long[] Times(Frame frame, int first) => [.. Enumerable.Range(first, frame.Bins - first).Select(frame.TimeMs)];

    /// <summary>The stretches without a value between two values, from <paramref name="first"/> on.</summary>
    public static IReadOnlyList<ReportGap> Gaps(Frame frame, ReadOnlySpan<float> values, int first)
    {
        var gaps = new List<ReportGap>();
        var newest = -1;
        for (var bin = first; bin < values.Length; bin++)
        {
            if (float.IsNaN(values[bin]))
            {
                continue;
            }

            if (newest >= 0 && bin - newest > LeastGapBins)
            {
                gaps.Add(new ReportGap(frame.TimeMs(newest + 1), frame.TimeMs(bin)));
            }

            newest = bin;
        }

        return gaps;
    }

    static double[] Unscaled(FrameScaler scaler, int entity, int metric, ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            result[i] = scaler.Unscale(entity, metric, values[i]);
        }

        return result;
    }
}
