using Presage.Models.Training;
using Presage.Tensors.Autodiff;

namespace Presage.Models.Forecasting;

/// <summary>A map of sequences to their forecasts, over windows that are normalised and cut into sequences: the whole of most peers.</summary>
/// <remarks>Entities share the weights; so do the metrics of an entity where each is a sequence of its own.</remarks>
sealed class SequenceNetwork : ForecastNetwork
{
    const float VarianceFloor = 1e-5f;

    readonly WindowShape _shape;
    readonly SequenceOptions _options;
    readonly Func<Tensor, Tensor> _map;

    /// <param name="shape">T, H and N.</param>
    /// <param name="options">What becomes of a window before and after the map.</param>
    /// <param name="create">
    /// Declares the map of sequences [S, T, F] to [S, H F]; it is told F, 1 where each metric is a sequence of its own, else N.
    /// </param>
    public SequenceNetwork(WindowShape shape, SequenceOptions options, Func<ParameterScope, int, Func<Tensor, Tensor>> create)
    {
        (_shape, _options) = (shape, options);
        _map = create(new ParameterScope(Parameters), options.MetricsApart ? 1 : shape.Metrics);
    }

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        if (!_options.InstanceNorm)
        {
            return Map(window.Values);
        }

        var mean = window.Values.Mean(axis: 1, keepAxis: true);
        var centred = window.Values - mean;
        var deviation = (centred.Square().Mean(axis: 1, keepAxis: true) + VarianceFloor).Sqrt();
        return (Map(centred / deviation) * deviation) + mean;
    }

    /// <summary>[B, T, N] to [B, H, N].</summary>
    Tensor Map(Tensor values)
    {
        var batch = values.Shape[0];
        if (!_options.MetricsApart)
        {
            return _map(values).Reshape(batch, _shape.Horizon, _shape.Metrics);
        }

        var sequences = values.Transpose(1, 2).Reshape(batch * _shape.Metrics, _shape.Steps, 1);
        return _map(sequences).Reshape(batch, _shape.Metrics, _shape.Horizon).Transpose(1, 2);
    }
}
