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
}
