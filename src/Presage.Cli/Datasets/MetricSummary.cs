using Presage.Telemetry.Windows;

namespace Presage.Cli.Datasets;

/// <summary>What one metric looks like over all series of a grid.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Observed">The share of bins that hold a value, in [0, 1].</param>
/// <param name="LongestGapBins">The longest run of empty bins between two values of a series.</param>
/// <param name="Minimum">The smallest value; NaN where there is none.</param>
/// <param name="Mean">The mean over observed bins.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="ConstantSeries">Series whose values are all the same.</param>
sealed record MetricSummary(
    string Name, double Observed, int LongestGapBins, double Minimum, double Mean, double Maximum, int ConstantSeries)
{
    /// <summary>Summarises every metric of a frame.</summary>
    public static IReadOnlyList<MetricSummary> Of(Frame frame) =>
        [.. Enumerable.Range(0, frame.Metrics.Count).Select(metric => Of(frame, metric))];

    static MetricSummary Of(Frame frame, int metric)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum = 0;
        long observed = 0;
        int longestGap = 0, constant = 0;
        for (var entity = 0; entity < frame.Entities.Count; entity++)
        {
            double least = double.PositiveInfinity, most = double.NegativeInfinity;
            var newest = -1;
            var values = frame.Values(entity, metric);
            for (var bin = 0; bin < values.Length; bin++)
            {
                double value = values[bin];
                if (double.IsNaN(value))
                {
                    continue;
                }

                if (newest >= 0)
                {
                    longestGap = Math.Max(longestGap, bin - newest - 1);
                }

                newest = bin;
                observed++;
                sum += value;
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }

            constant += newest >= 0 && least == most ? 1 : 0;
            minimum = Math.Min(minimum, least);
            maximum = Math.Max(maximum, most);
        }

        var bins = (double)frame.Entities.Count * frame.Bins;
        return observed == 0
            ? new MetricSummary(frame.Metrics[metric], 0, 0, double.NaN, double.NaN, double.NaN, 0)
            : new MetricSummary(frame.Metrics[metric], observed / bins, longestGap, minimum, sum / observed, maximum, constant);
    }
}
