using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Models.Forecasting;

/// <summary>The window split into a moving average and the rest, each with a linear map to the steps ahead, shared by all metrics.</summary>
sealed class DLinearNetwork : ForecastNetwork
{
    const int AverageSteps = 25;

    readonly LinearSum _map;
    readonly float[] _average; // [T, T]

    public DLinearNetwork(WindowShape shape)
    {
        _map = new LinearSum(
            new ParameterScope(Parameters) / "map", shape.Steps, shape.Steps, shape.Horizon, initializer: Initializers.Constant(1f / shape.Steps));
        _average = MovingAverage(shape.Steps);
    }

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        var steps = window.Values.Shape[1];
        var values = window.Values.Transpose(1, 2);                                                       // [B, N, T]
        var trend = values.MatMul(window.Values.Graph.Constant(new Shape(steps, steps), _average));
        return _map.Apply(values - trend, trend).Transpose(1, 2);
    }

    /// <summary>Column t averages the 25 steps around t; beyond the ends the first and last value repeat.</summary>
    static float[] MovingAverage(int steps)
    {
        var matrix = new float[steps * steps];
        for (var column = 0; column < steps; column++)
        {
            for (var offset = -(AverageSteps / 2); offset <= AverageSteps / 2; offset++)
            {
                var row = Math.Clamp(column + offset, 0, steps - 1);
                matrix[(row * steps) + column] += 1f / AverageSteps;
            }
        }

        return matrix;
    }
}
