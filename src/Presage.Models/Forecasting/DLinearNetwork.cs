using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Models.Forecasting;

/// <summary>The window split into a moving average and the rest, each with a linear map to the steps ahead: one for all metrics, or one for each.</summary>
sealed class DLinearNetwork : ForecastNetwork
{
    const int AverageSteps = 25;

    readonly Func<Tensor, Tensor, Tensor> _map; // the rest and the trend, [B, N, T] each, to [B, N, H]
    readonly float[] _average; // [T, T]

    public DLinearNetwork(WindowShape shape, bool individual)
    {
        var scope = new ParameterScope(Parameters) / "map";
        var start = Initializers.Constant(1f / shape.Steps);
        if (individual)
        {
            var map = new ChannelLinear(scope, shape.Metrics, 2 * shape.Steps, shape.Horizon, start);
            _map = (rest, trend) => map.Apply(Tensor.Concat(-1, rest, trend));
        }
        else
        {
            _map = new LinearSum(scope, shape.Steps, shape.Steps, shape.Horizon, initializer: start).Apply;
        }

        _average = MovingAverage(shape.Steps);
    }

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        var steps = window.Values.Shape[1];
        var values = window.Values.Transpose(1, 2);                                                       // [B, N, T]
        var trend = values.MatMul(window.Values.Graph.Constant(new Shape(steps, steps), _average));
        return _map(values - trend, trend).Transpose(1, 2);
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
