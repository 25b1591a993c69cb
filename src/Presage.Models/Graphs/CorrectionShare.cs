using Presage.Models.Training;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>How much of what a network adds to its linear skip counts, metric by metric, as the validation windows have it.</summary>
/// <remarks>
/// A network that learns several metrics together may help one and harm another, where there is nothing but noise to learn. Of each metric
/// the share is one of 0, 0.05 to 1 with the least sum of squared and weighted absolute errors, by which the network's weights were chosen too.
/// </remarks>
static class CorrectionShare
{
    /// <summary>The parameter that takes the shares: [F].</summary>
    public const string ParameterName = "correction.share";

    const int MostWindows = 1024;
    const int Parts = 20;

    /// <summary>Finds the shares and puts them into the network.</summary>
    /// <param name="network">Trained, with all shares at 1.</param>
    /// <param name="forecast">How it forecasts.</param>
    /// <param name="validation">Joint windows; with none, all shares stay 1.</param>
    /// <param name="absoluteWeight">What an absolute error weighs beside a squared one.</param>
    public static void Find(ForecastNetwork network, NetworkForecast forecast, WindowSet validation, double absoluteWeight)
    {
        var shares = network.Parameters.Get(ParameterName);
        int metrics = shares.Values.Length;
        int count = Math.Min(validation.Count, MostWindows);
        int length = forecast.ItemLength;
        var whole = new float[forecast.MaximumBatch * length];
        var skip = new float[whole.Length];
        var target = new float[length];
        var mask = new float[length];
        Span<int> indices = stackalloc int[forecast.MaximumBatch];
        var errors = new double[metrics * (Parts + 1)];
        for (int start = 0; start < count; start += indices.Length)
        {
            var part = indices[..Math.Min(indices.Length, count - start)];
            for (int item = 0; item < part.Length; item++)
            {
                part[item] = (int)((long)(start + item) * validation.Count / count);
            }

            Forecast(1, part, whole);
            Forecast(0, part, skip);
            for (int item = 0; item < part.Length; item++)
            {
                validation.CopyTarget(part[item], target, mask);
                for (int place = 0; place < length; place++)
                {
                    if (mask[place] > 0)
                    {
                        var (without, with) = (skip[(item * length) + place] - target[place], whole[(item * length) + place] - target[place]);
                        Add(without, with, errors.AsSpan(place % metrics * (Parts + 1), Parts + 1));
                    }
                }
            }
        }

        for (int metric = 0; metric < metrics; metric++)
        {
            // Of equal ones the largest: without validation windows all of it counts.
            var ofMetric = errors.AsSpan(metric * (Parts + 1), Parts + 1);
            int best = Parts;
            for (int part = Parts - 1; part >= 0; part--)
            {
                best = ofMetric[part] < ofMetric[best] ? part : best;
            }

            shares.Values[metric] = (float)best / Parts;
        }

        network.Parameters.MarkChanged();

        void Add(float without, float with, Span<double> sums)
        {
            for (int part = 0; part < sums.Length; part++)
            {
                double error = without + ((double)part / Parts * (with - without));
                sums[part] += (error * error) + (absoluteWeight * Math.Abs(error));
            }
        }

        void Forecast(float share, ReadOnlySpan<int> windows, Span<float> forecasts)
        {
            shares.Values.Fill(share);
            network.Parameters.MarkChanged();
            forecast.Forecast(validation, windows, forecasts);
        }
    }
}
