using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Models.Forecasting;

/// <summary>A linear map from a normalised window to the steps ahead: one for all metrics, or one for each.</summary>
sealed class RLinearNetwork : ForecastNetwork
{
    const float VarianceFloor = 1e-5f;

    readonly Func<Tensor, Tensor> _map; // [B, N, T] to [B, N, H]

    public RLinearNetwork(WindowShape shape, bool individual)
    {
        var scope = new ParameterScope(Parameters) / "map";
        _map = individual
            ? new ChannelLinear(scope, shape.Metrics, shape.Steps, shape.Horizon).Apply
            : new Linear(scope, shape.Steps, shape.Horizon).Apply;
    }

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        var mean = window.Values.Mean(axis: 1, keepAxis: true);
        var centred = window.Values - mean;
        var deviation = (centred.Square().Mean(axis: 1, keepAxis: true) + VarianceFloor).Sqrt();
        return (_map((centred / deviation).Transpose(1, 2)).Transpose(1, 2) * deviation) + mean;
    }
}
