using Presage.Telemetry.Windows;
using Presage.Tensors.LinearAlgebra;

namespace Presage.Models.Forecasting;

/// <summary>Finds the length of a season from autocorrelation.</summary>
/// <remarks>
/// The correlation at each lag is over the pairs of bins that were both observed, averaged over series. The season is
/// the peak that rises most above the lowest correlation before it (correlation that only fades has none), or the
/// shortest lag with nearly as high a peak, since a week repeats days.
/// </remarks>
static class SeasonLength
{
    const int MostSeries = 12;
    const int LeastPairs = 20;
    const double LeastCorrelation = 0.1;
    const double LeastRise = 0.1;
    const double NearlyBest = 0.9;
    static readonly long[] NaturalMs = [86_400_000, 7 * 86_400_000];

    /// <summary>The season in bins, or 1 when there is none.</summary>
    /// <param name="frame">Any units.</param>
    /// <param name="train">Only these bins are looked at; a season has to fit into them three times.</param>
    public static int Find(Frame frame, BinRange train)
    {
        int end = Math.Min(train.End, frame.Bins);
        int longest = (end - train.Start) / 3;
        if (longest < 2)
        {
            return 1;
        }

        double[] correlation = Correlate(frame, train.Start, end, longest);
        double[] rise = RiseOf(correlation);
        int best = Array.IndexOf(rise, rise.Max());
        // The highest of many lags of noise alone reaches three to four deviations, each 1 / sqrt(pairs).
        double least = Math.Max(LeastCorrelation, 4 / Math.Sqrt(end - train.Start - best));
        if (rise[best] < LeastRise || correlation[best] < least)
        {
            return 1;
        }

        // Days and weeks come before what noise makes a little higher.
        foreach (long naturalMs in NaturalMs)
        {
            long natural = naturalMs / frame.StepMs;
            if (naturalMs % frame.StepMs == 0 && natural > 1 && natural <= longest && correlation[natural] >= NearlyBest * correlation[best])
            {
                return (int)natural;
            }
        }

        int first = Enumerable.Range(0, best + 1).First(lag => rise[lag] >= LeastRise && correlation[lag] >= NearlyBest * correlation[best]);
        return Highest(correlation, first, best);
    }

    // [lag]: how far a peak lies above the lowest correlation before it; 0 where there is no peak.
    static double[] RiseOf(double[] correlation)
    {
        var rise = new double[correlation.Length];
        double lowest = double.PositiveInfinity;
        for (int lag = 1; lag < correlation.Length; lag++)
        {
            bool isPeak = lag + 1 < correlation.Length && correlation[lag] > correlation[lag - 1] && correlation[lag] >= correlation[lag + 1];
            rise[lag] = isPeak && lag > 1 ? correlation[lag] - lowest : 0;
            lowest = Math.Min(lowest, correlation[lag]);
        }

        return rise;
    }

    // A noisy top has several peaks: the highest within a tenth of the lag.
    static int Highest(double[] correlation, int lag, int best)
    {
        int highest = lag;
        for (int near = lag; near <= Math.Min(best, lag + (lag / 10)); near++)
        {
            highest = correlation[near] > correlation[highest] ? near : highest;
        }

        return highest;
    }

    // [lag], from 0 to the longest; 0 where too few pairs were observed.
    internal static double[] Correlate(Frame frame, int start, int end, int longest)
    {
        int rows = frame.Entities.Count * frame.Metrics.Count;
        int every = Math.Max(1, rows / MostSeries);
        var correlation = new double[longest + 1];
        int used = 0;
        for (int row = 0; row < rows; row += every)
        {
            var (values, observed) = Centre(frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count)[start..end]);
            double variance = Product(values, observed, 0);
            if (variance <= 0)
            {
                continue;
            }

            used++;
            for (int lag = 1; lag <= longest; lag++)
            {
                correlation[lag] += Product(values, observed, lag) / variance;
            }
        }

        for (int lag = 1; lag <= longest; lag++)
        {
            correlation[lag] /= Math.Max(1, used);
        }

        return correlation;
    }

    static (float[] Values, float[] Observed) Centre(ReadOnlySpan<float> series)
    {
        double sum = 0;
        int count = 0;
        foreach (float value in series)
        {
            sum += float.IsNaN(value) ? 0 : value;
            count += float.IsNaN(value) ? 0 : 1;
        }

        float mean = (float)(sum / Math.Max(1, count));
        var values = new float[series.Length];
        var observed = new float[series.Length];
        for (int i = 0; i < series.Length; i++)
        {
            observed[i] = float.IsNaN(series[i]) ? 0 : 1;
            values[i] = float.IsNaN(series[i]) ? 0 : series[i] - mean;
        }

        return (values, observed);
    }

    // The mean product of values a lag apart.
    static double Product(float[] values, float[] observed, int lag)
    {
        int length = values.Length - lag;
        double pairs = DotProduct.Of(observed.AsSpan(0, length), observed.AsSpan(lag));
        return pairs < LeastPairs ? 0 : DotProduct.Of(values.AsSpan(0, length), values.AsSpan(lag)) / pairs;
    }
}
