using Presage.Telemetry.Windows;

namespace Presage.Models.Forecasting;

/// <summary>Forecasts of all windows of a set.</summary>
static class WindowForecasts
{
    const int ChunkWindows = 512;

    /// <summary>Forecasts in chunks, so that a cancellation is heard.</summary>
    /// <returns>[window, H, N] in scaled units, all finite.</returns>
    /// <exception cref="ModelDataException">There are too many windows for one array.</exception>
    public static float[] Compute(Forecaster forecaster, WindowSet windows, CancellationToken cancellationToken)
    {
        var shape = ForecastShape.Of(windows);
        long length = (long)windows.Count * shape.OutputLength;
        if (length > Array.MaxLength)
        {
            throw new ModelDataException(
                $"{windows.Count} windows of {shape.OutputLength} forecasts are more than {Array.MaxLength} numbers: select fewer entities or a shorter time.");
        }

        var forecasts = new float[length];
        for (int first = 0; first < windows.Count; first += ChunkWindows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(ChunkWindows, windows.Count - first);
            forecaster.Forecast(windows, first, count, forecasts.AsSpan(first * shape.OutputLength, count * shape.OutputLength));
        }

        int bad = Array.FindIndex(forecasts, value => !float.IsFinite(value));
        return bad < 0
            ? forecasts
            : throw new ModelDataException($"{forecaster.Card.Id} forecasts {forecasts[bad]} for window {bad / shape.OutputLength}: its training diverged.");
    }

    /// <summary>The mean of several forecasts of the same windows, summed in their order.</summary>
    public static float[] Mean(IReadOnlyList<float[]> forecasts)
    {
        var mean = new float[forecasts[0].Length];
        for (int i = 0; i < mean.Length; i++)
        {
            double sum = 0;
            foreach (float[] one in forecasts)
            {
                sum += one[i];
            }

            mean[i] = (float)(sum / forecasts.Count);
        }

        return mean;
    }
}
