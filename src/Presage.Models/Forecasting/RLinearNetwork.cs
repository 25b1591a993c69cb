using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Models.Forecasting;

/// <summary>One linear map from a normalised window to the steps ahead, shared by all metrics.</summary>
sealed class RLinearNetwork : ForecastNetwork
{
    const float VarianceFloor = 1e-5f;

    readonly Linear _map;

    public RLinearNetwork(WindowShape shape) => _map = new Linear(new ParameterScope(Parameters) / "map", shape.Steps, shape.Horizon);

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        var mean = window.Values.Mean(axis: 1, keepAxis: true);
        var centred = window.Values - mean;
        var deviation = (centred.Square().Mean(axis: 1, keepAxis: true) + VarianceFloor).Sqrt();
        return (_map.Apply((centred / deviation).Transpose(1, 2)).Transpose(1, 2) * deviation) + mean;
    }
}
