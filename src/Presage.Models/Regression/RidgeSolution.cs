using Presage.Models.Artefacts;
using Presage.Models.Forecasting;

namespace Presage.Models.Regression;

/// <summary>A linear forecast: for each metric ŷ_h = Σ_t x_t w_th + c_h, direct for every step.</summary>
/// <remarks>
/// When centred, the mean m of the window is taken from x before and added to ŷ after, and c is 0; that is the same as
/// weights w_th - (Σ_t w_th - 1) / T on the raw window, which <see cref="CopyRaw"/> gives.
/// </remarks>
public sealed class RidgeSolution
{
    readonly float[] _weights; // [group, T, H]
    readonly float[] _biases;  // [group, H]

    internal RidgeSolution(ForecastShape shape, bool isCentred, RidgeSharing sharing, float[] weights, float[] biases, double validationError)
    {
        Shape = shape;
        IsCentred = isCentred;
        Sharing = sharing;
        _weights = weights;
        _biases = biases;
        ValidationError = validationError;
    }

    /// <summary>T, H and N.</summary>
    public ForecastShape Shape { get; }

    /// <summary>Whether the mean of the window is taken out first.</summary>
    public bool IsCentred { get; }

    /// <summary>Which metrics share weights.</summary>
    public RidgeSharing Sharing { get; }

    /// <summary>Mean squared error on the validation windows, scaled units; NaN when there were none.</summary>
    public double ValidationError { get; }

    /// <summary>How many numbers were solved for.</summary>
    public long ParameterCount => _weights.Length + (IsCentred ? 0 : _biases.Length);

    /// <summary>The weights of a metric.</summary>
    /// <param name="metric">From 0 to N, exclusive.</param>
    /// <returns>[T, H].</returns>
    public ReadOnlySpan<float> Weights(int metric) =>
        _weights.AsSpan(Group(metric) * Shape.Lookback * Shape.Horizon, Shape.Lookback * Shape.Horizon);

    /// <summary>The constants of a metric; zeros when centred.</summary>
    /// <param name="metric">From 0 to N, exclusive.</param>
    /// <returns>[H].</returns>
    public ReadOnlySpan<float> Bias(int metric) => _biases.AsSpan(Group(metric) * Shape.Horizon, Shape.Horizon);

    /// <summary>The same forecast as weights on the raw window.</summary>
    /// <param name="metric">From 0 to N, exclusive.</param>
    /// <param name="weights">[T, H].</param>
    /// <param name="bias">[H].</param>
    public void CopyRaw(int metric, Span<float> weights, Span<float> bias)
    {
        Weights(metric).CopyTo(weights);
        Bias(metric).CopyTo(bias);
        for (int step = 0; IsCentred && step < Shape.Horizon; step++)
        {
            double sum = 0;
            for (int lag = 0; lag < Shape.Lookback; lag++)
            {
                sum += weights[(lag * Shape.Horizon) + step];
            }

            for (int lag = 0; lag < Shape.Lookback; lag++)
            {
                weights[(lag * Shape.Horizon) + step] -= (float)((sum - 1) / Shape.Lookback);
            }
        }
    }

    /// <summary>Forecasts one window.</summary>
    /// <param name="input">[T, N].</param>
    /// <param name="forecast">[H, N].</param>
    /// <param name="row">[H], room to work in.</param>
    internal void Forecast(ReadOnlySpan<float> input, Span<float> forecast, Span<float> row)
    {
        for (int metric = 0; metric < Shape.Metrics; metric++)
        {
            float mean = IsCentred ? Mean(input, metric) : 0;
            var weights = Weights(metric);
            Bias(metric).CopyTo(row);
            for (int lag = 0; lag < Shape.Lookback; lag++)
            {
                MultiplyAdd.To(row, weights.Slice(lag * Shape.Horizon, Shape.Horizon), input[(lag * Shape.Metrics) + metric] - mean);
            }

            for (int step = 0; step < row.Length; step++)
            {
                forecast[(step * Shape.Metrics) + metric] = row[step] + mean;
            }
        }
    }

    internal void Save(ArtefactWriter writer)
    {
        writer.Write("weights", _weights, Groups(Shape, Sharing), Shape.Lookback, Shape.Horizon);
        writer.Write("biases", _biases, Groups(Shape, Sharing), Shape.Horizon);
        writer.WriteNumber("centred", IsCentred ? 1 : 0);
        writer.WriteNumber("sharing", (int)Sharing);
    }

    internal static RidgeSolution Load(ArtefactReader reader, ForecastShape shape)
    {
        var sharing = reader.ReadNumber("sharing") > 0 ? RidgeSharing.All : RidgeSharing.Metric;
        int groups = Groups(shape, sharing);
        return new RidgeSolution(
            shape,
            reader.ReadNumber("centred") > 0,
            sharing,
            reader.Read("weights", groups, shape.Lookback, shape.Horizon),
            reader.Read("biases", groups, shape.Horizon),
            double.NaN);
    }

    internal static int Groups(ForecastShape shape, RidgeSharing sharing) => sharing == RidgeSharing.All ? 1 : shape.Metrics;

    int Group(int metric) => Sharing == RidgeSharing.All ? 0 : metric;

    float Mean(ReadOnlySpan<float> input, int metric)
    {
        double sum = 0;
        for (int at = metric; at < input.Length; at += Shape.Metrics)
        {
            sum += input[at];
        }

        return (float)(sum / Shape.Lookback);
    }
}
