using Presage.Models.Training;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>How much of what a network adds to its linear skip counts, metric by metric, as the validation windows have it.</summary>
/// <remarks>
/// A network that learns several metrics together may help one and harm another, where there is nothing but noise to learn. Of each metric
/// the share is the least-squares one, between 0 and 1: Σ c (y - s) / Σ c², with c the correction and s the skip's forecast.
/// </remarks>
static class CorrectionShare
{
    /// <summary>The parameter that takes the shares: [F].</summary>
    public const string ParameterName = "correction.share";

    const int MostWindows = 1024;

    /// <summary>Finds the shares and puts them into the network.</summary>
    /// <param name="network">Trained, with all shares at 1.</param>
    /// <param name="forecast">How it forecasts.</param>
    /// <param name="validation">Joint windows; with none, all shares stay 1.</param>
    public static void Find(ForecastNetwork network, NetworkForecast forecast, WindowSet validation)
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
        var products = new double[metrics];
        var squares = new double[metrics];
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
                    double correction = (double)whole[(item * length) + place] - skip[(item * length) + place];
                    products[place % metrics] += mask[place] * correction * (target[place] - skip[(item * length) + place]);
                    squares[place % metrics] += mask[place] * correction * correction;
                }
            }
        }

        for (int metric = 0; metric < metrics; metric++)
        {
            shares.Values[metric] = squares[metric] > 0 ? (float)Math.Clamp(products[metric] / squares[metric], 0, 1) : 1;
        }

        network.Parameters.MarkChanged();

        void Forecast(float share, ReadOnlySpan<int> windows, Span<float> forecasts)
        {
            shares.Values.Fill(share);
            network.Parameters.MarkChanged();
            forecast.Forecast(validation, windows, forecasts);
        }
    }
}
