using Presage.Models.Regression;
using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Models.Graphs;

/// <summary>The network of P4: convolutions over callers and callees, a time encoding, a recurrent network per service, three levels.</summary>
/// <remarks>
/// Xue et al. 2025, "Multi-Level Service Performance Forecasting via Spatiotemporal Graph Neural Networks" (arXiv:2508.07122):
/// <code>
/// Z⁰ = X W_in
/// Z^{l+1} = LN(Z^l + relu(Z^l W₀ + Σ_k S_k Z^l W_k))     S_k callees, callers, and who moves with whom
/// E = Z + W_g [mean of the group; mean of the system] + W_e [place in the window; time of day]
/// ŷ = skip + MLP(GRU(E)_T, context + e)                  all steps at once, e a learned vector of the service
/// </code>
/// The paper's order of graph, recurrence and regression is kept; the sizes, the levels and the encoding are completed where it is silent.
/// </remarks>
sealed class ServicePerformanceNetwork : ForecastNetwork
{
    readonly ServicePerformanceSettings _settings;
    readonly WindowShape _shape;
    readonly int _nodes;
    readonly int _metrics;
    readonly int _directions;
    readonly Parameter? _supports; // [K, N, N], the last one the groups where there are levels
    readonly Linear _value;
    readonly Layer[] _layers;
    readonly Linear? _levels;
    readonly Linear? _clock;
    readonly Linear _context;
    readonly Parameter? _services; // [N, d]
    readonly Gru? _gru;
    readonly Dropout _dropout;
    readonly NodeHead _head;

    /// <param name="settings">Sizes and parts.</param>
    /// <param name="shape">T, H, the columns, and the features of the skip.</param>
    /// <param name="nodes">N.</param>
    /// <param name="supports">How many graphs are known before training, with the groups.</param>
    public ServicePerformanceNetwork(ServicePerformanceSettings settings, WindowShape shape, int nodes, int supports)
    {
        (_settings, _shape, _nodes) = (settings, shape, nodes);
        _metrics = shape.Metrics / nodes;
        bool hasLevels = settings.Graph && settings.Levels && supports > 0;
        _directions = supports - (hasLevels ? 1 : 0);
        var root = new ParameterScope(Parameters);
        int width = settings.Width;
        if (supports > 0)
        {
            _supports = root.DeclareStatistic(GraphSupports.ParameterName, new Shape(supports, nodes, nodes), Initializers.Zero);
        }

        _value = new Linear(root / "value", 2 * _metrics, width);
        _layers = new Layer[_directions > 0 ? settings.Layers : 0];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            var scope = root / $"layer{layer}";
            _layers[layer] = new Layer(new Linear(scope / "weight", (1 + _directions) * width, width, Activation.Relu), new LayerNorm(scope / "norm", width));
        }

        _levels = hasLevels ? new Linear(root / "levels", 2 * width, width) : null;
        _clock = settings.TimeEncoding ? new Linear(root / "clock", WindowClock.Features, width) : null;
        _context = new Linear(root / "context", _metrics * shape.ContextFeatures, width, Activation.Gelu);
        // Zero at the start: nothing tells services apart but what they do, until training finds that it helps.
        _services = settings.Embeddings ? root.Declare("services", new Shape(nodes, width), Initializers.Zero) : null;
        _gru = settings.Recurrence ? new Gru(root / "gru", width, width, settings.Depth, settings.Dropout) : null;
        _dropout = new Dropout(settings.Dropout);
        _head = new NodeHead(root, shape, nodes, width, _dropout, settings.Skip ? settings.SkipRate : null, settings.Weighs);
    }

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        var (batch, steps, width) = (window.Values.Shape[0], _shape.Steps, _settings.Width);
        var normalised = NormalisedWindow.Of(window.Values, _settings.Normalise);
        var values = _settings.Logarithm ? SignedLogarithm(normalised.Values) : normalised.Values;
        var inputs = NormalisedWindow.ByNode(values, window, _nodes);
        var encoded = EncodeTime(window, EncodeLevels(Convolve(_value.Apply(inputs))));            // [B, T, N, d]
        var byNode = encoded.Transpose(1, 2).Reshape(batch * _nodes, steps, width);
        var states = _gru is null ? byNode : _gru.Apply(byNode);
        var last = states.Slice(axis: 1, steps - 1, steps).Reshape(batch, _nodes, width);
        var context = _context.Apply(window.Context.Reshape(batch, _nodes, _metrics * _shape.ContextFeatures));
        if (_services is not null)
        {
            context += context.Graph.Use(_services);
        }

        return _head.Apply(last, context, normalised, window);
    }

    // sign(x) log(1 + |x|).
    static Tensor SignedLogarithm(Tensor values) => (values.Relu() + 1f).Log() - ((-values).Relu() + 1f).Log();

    Tensor Convolve(Tensor state)
    {
        if (_layers.Length == 0)
        {
            return state;
        }

        var supports = state.Graph.Use(_supports!).StopGradient();
        foreach (var layer in _layers)
        {
            var seen = new Tensor[1 + _directions];
            seen[0] = state;
            for (int support = 0; support < _directions; support++)
            {
                seen[1 + support] = Support(supports, support).MatMul(state);
            }

            state = layer.Norm.Apply(state + _dropout.Apply(layer.Weight.Apply(Tensor.Concat(-1, seen))));
        }

        return state;
    }

    Tensor Support(Tensor supports, int index) => supports.Slice(axis: 0, index, index + 1).Reshape(_nodes, _nodes);

    Tensor EncodeLevels(Tensor state)
    {
        if (_levels is null)
        {
            return state;
        }

        var group = Support(state.Graph.Use(_supports!).StopGradient(), _directions).MatMul(state);
        var system = state.Mean(axis: 2, keepAxis: true).Repeat(axis: 2, _nodes);
        return state + _levels.Apply(Tensor.Concat(-1, group, system));
    }

    Tensor EncodeTime(WindowTensors window, Tensor state)
    {
        if (_clock is null)
        {
            return state;
        }

        var (batch, width) = (state.Shape[0], _settings.Width);
        var place = PositionalEncoding.Constant(state.Graph, _shape.Steps, width).Reshape(_shape.Steps, 1, width);
        return state + place + _clock.Apply(window.Clock).Reshape(batch, 1, 1, width);
    }

    sealed record Layer(Linear Weight, LayerNorm Norm);
}
