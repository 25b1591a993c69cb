using System.Diagnostics;
using Presage.Telemetry.Series;

namespace Presage.Telemetry.Windows;

/// <summary>Turns the samples of one series into one value a bin.</summary>
static class BinAggregator
{
    /// <param name="series">Sorted samples; NaN is skipped, as are samples outside the bins.</param>
    /// <param name="aggregation">How the samples of one bin become one value.</param>
    /// <param name="startMs">The start of bin 0.</param>
    /// <param name="stepMs">The width of a bin.</param>
    /// <param name="bins">[bin], NaN on entry.</param>
    public static void Aggregate(RawSeries series, Aggregation aggregation, long startMs, long stepMs, Span<float> bins)
    {
        var times = series.TimestampsMs.Span;
        var values = series.Values.Span;
        int bin = -1;
        double sum = 0;
        double weight = 0;
        int previous = -1;
        for (int i = 0; i < times.Length; i++)
        {
            double value = values[i];
            if (double.IsNaN(value))
            {
                continue;
            }

            long offsetMs = times[i] - startMs;
            if (offsetMs >= 0 && offsetMs / stepMs < bins.Length)
            {
                int current = (int)(offsetMs / stepMs);
                if (current != bin)
                {
                    Close(bins, bin, sum, weight);
                    (bin, sum, weight) = (current, 0, 0);
                }

                switch (aggregation)
                {
                    case Aggregation.Mean:
                        sum += value;
                        weight += 1;
                        break;
                    case Aggregation.Last:
                        sum = value;
                        weight = 1;
                        break;
                    case Aggregation.Sum:
                        sum += value;
                        weight = 1;
                        break;
                    case Aggregation.Rate when previous >= 0:
                        // A counter that fell was restarted, so all it shows has been counted since then.
                        sum += value >= values[previous] ? value - values[previous] : value;
                        weight += (times[i] - times[previous]) / 1000.0;
                        break;
                    case Aggregation.Rate:
                        break;
                    default:
                        throw new UnreachableException($"BUG: aggregation {aggregation}");
                }
            }

            previous = i;
        }

        Close(bins, bin, sum, weight);
    }

    static void Close(Span<float> bins, int bin, double sum, double weight)
    {
        if (bin >= 0 && weight > 0)
        {
            bins[bin] = (float)(sum / weight);
        }
    }
}
