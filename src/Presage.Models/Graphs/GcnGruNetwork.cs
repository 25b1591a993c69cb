using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Models.Graphs;

/// <summary>Two graph convolutions on the values of each step, then a recurrent network for each node.</summary>
/// <remarks>
/// T-GCN, Zhao et al. 2020 (arXiv:1811.05320), by the equations of the paper:
/// <code>
/// f(X_t) = σ(Â relu(Â X_t W₀) W₁),   Â = D^-½ (A + I) D^-½
/// h_t = GRU(f(X_t), h_{t-1}),        ŷ = W h_T + b
/// </code>
/// </remarks>
sealed class GcnGruNetwork : ForecastNetwork
{
    readonly WindowShape _shape;
    readonly int _nodes;
    readonly bool _hasDayShares;
    readonly Parameter _supports; // [1, N, N]
    readonly Linear _first;
    readonly Linear _second;
    readonly Gru _gru;
    readonly Linear _head;

    /// <param name="settings">As the card lists them.</param>
    /// <param name="shape">T, H and the columns.</param>
    /// <param name="nodes">N.</param>
    public GcnGruNetwork(ModelSettings settings, WindowShape shape, int nodes)
    {
        (_shape, _nodes) = (shape, nodes);
        _hasDayShares = settings.GetSwitch("time-of-day");
        int metrics = shape.Metrics / nodes;
        int hidden = settings.GetInt32("hidden", 1, 256);
        int width = settings.GetInt32("graph-width", 1, 256);
        var root = new ParameterScope(Parameters);
        _supports = root.DeclareStatistic(GraphSupports.ParameterName, new Shape(1, nodes, nodes), Initializers.Zero);
        _first = new Linear(root / "graph0", metrics + (_hasDayShares ? 1 : 0), width, Activation.Relu);
        _second = new Linear(root / "graph1", width, hidden, Activation.Sigmoid);
        _gru = new Gru(root / "gru", hidden, hidden);
        _head = new Linear(root / "head", hidden, shape.Horizon * metrics, initializer: Initializers.Zero, biasInitializer: Initializers.Zero);
    }

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        var (batch, steps) = (window.Values.Shape[0], _shape.Steps);
        var graph = window.Values.Graph.Use(_supports).StopGradient().Reshape(_nodes, _nodes);
        var seen = _second.Apply(Along(graph, _first.Apply(Along(graph, NodeSequences.Of(window, _nodes, _hasDayShares))))); // [B, N, T, D]
        int hidden = seen.Shape[3];
        var states = _gru.Apply(seen.Reshape(batch * _nodes, steps, hidden));
        var last = states.Slice(axis: 1, steps - 1, steps).Reshape(batch, _nodes, hidden);
        return NodeSequences.ToForecast(_head.Apply(last), _shape);
    }

    // [N, N] by [B, N, T, F].
    static Tensor Along(Tensor graph, Tensor state)
    {
        var (batch, nodes, steps, width) = (state.Shape[0], state.Shape[1], state.Shape[2], state.Shape[3]);
        return graph.MatMul(state.Reshape(batch, nodes, steps * width)).Reshape(batch, nodes, steps, width);
    }
}
