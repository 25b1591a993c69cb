namespace Presage.Models.Regression;

/// <summary>The weights of a direct linear forecast.</summary>
/// <param name="Metrics">N.</param>
/// <param name="Features">P.</param>
/// <param name="Horizon">H.</param>
/// <param name="Weights">[N, P, H].</param>
sealed record LinearForecast(int Metrics, int Features, int Horizon, float[] Weights)
{
    /// <summary>The weights of some steps of one metric.</summary>
    /// <returns>[P, count].</returns>
    public double[] Columns(int metric, int firstStep, int count)
    {
        var columns = new double[Features * count];
        for (var feature = 0; feature < Features; feature++)
        {
            for (var step = 0; step < count; step++)
            {
                columns[(feature * count) + step] = Weights[(((metric * Features) + feature) * Horizon) + firstStep + step];
            }
        }

        return columns;
    }

    /// <summary>Forecasts all steps of one metric.</summary>
    /// <param name="metric">Whose weights.</param>
    /// <param name="features">[P].</param>
    /// <param name="mean">The mean that the forecast is relative to.</param>
    /// <param name="forecast">Step h goes to h x stride.</param>
    /// <param name="stride">Values between two steps.</param>
    public void Apply(int metric, ReadOnlySpan<float> features, float mean, Span<float> forecast, int stride)
    {
        var weights = WeightsOf(metric);
        for (var step = 0; step < Horizon; step++)
        {
            forecast[step * stride] = mean;
        }

        for (var feature = 0; feature < Features; feature++)
        {
            for (var step = 0; step < Horizon; step++)
            {
                forecast[step * stride] += features[feature] * weights[(feature * Horizon) + step];
            }
        }
    }

    /// <summary>The mean of two forecasts, on the features of the first followed by those of the second.</summary>
    public static LinearForecast Mean(LinearForecast first, LinearForecast second)
    {
        var features = first.Features + second.Features;
        var weights = new float[first.Metrics * features * first.Horizon];
        for (var metric = 0; metric < first.Metrics; metric++)
        {
            var target = weights.AsSpan(metric * features * first.Horizon);
            first.WeightsOf(metric).CopyTo(target);
            second.WeightsOf(metric).CopyTo(target[(first.Features * first.Horizon)..]);
        }

        foreach (ref var weight in weights.AsSpan())
        {
            weight *= 0.5f;
        }

        return new LinearForecast(first.Metrics, features, first.Horizon, weights);
    }

    ReadOnlySpan<float> WeightsOf(int metric) => Weights.AsSpan(metric * Features * Horizon, Features * Horizon);
}
