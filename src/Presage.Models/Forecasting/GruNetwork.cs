using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Models.Forecasting;

/// <summary>A recurrent network over the window whose last state is mapped to all steps ahead.</summary>
sealed class GruNetwork : ForecastNetwork
{
    const float VarianceFloor = 1e-5f;

    readonly WindowShape _shape;
    readonly bool _normalise;
    readonly int _hidden;
    readonly Gru _gru;
    readonly Linear _head;

    public GruNetwork(WindowShape shape, int hidden, int depth, float dropout, bool normalise)
    {
        (_shape, _hidden, _normalise) = (shape, hidden, normalise);
        var root = new ParameterScope(Parameters);
        _gru = new Gru(root / "gru", shape.Metrics, hidden, depth, dropout);
        _head = new Linear(root / "head", hidden, shape.Horizon * shape.Metrics);
    }

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        var batch = window.Values.Shape[0];
        var mean = window.Values.Mean(axis: 1, keepAxis: true);
        var centred = window.Values - mean;
        var deviation = (centred.Square().Mean(axis: 1, keepAxis: true) + VarianceFloor).Sqrt();
        var states = _gru.Apply(_normalise ? centred / deviation : window.Values);                        // [B, T, hidden]
        var last = states.Slice(axis: 1, _shape.Steps - 1, _shape.Steps).Reshape(batch, _hidden);
        var forecast = _head.Apply(last).Reshape(batch, _shape.Horizon, _shape.Metrics);
        return _normalise ? (forecast * deviation) + mean : forecast;
    }
}
