using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Models.Graphs;

/// <summary>Gated dilated convolutions over time and diffusion along known and learned graphs, layer by layer.</summary>
/// <remarks>
/// Graph WaveNet, Wu et al. 2019 (arXiv:1906.00121): the layers of <see cref="GraphWaveNetLayer"/> on a window padded to what they see, then
/// ŷ = W₂ relu(W₁ relu(Σ skip)). The learned graph is softmax(relu(E₁ E₂ᵀ)). The published last layer's diffusion and norm reach nothing, and
/// are left out.
/// </remarks>
sealed class GraphWaveNetNetwork : ForecastNetwork
{
    readonly WindowShape _shape;
    readonly int _nodes;
    readonly int _field;
    readonly Linear _start;
    readonly Parameter? _supports; // [K, N, N]
    readonly Parameter? _source;   // [N, E]
    readonly Parameter? _sink;     // [N, E]
    readonly GraphWaveNetLayer[] _layers;
    readonly Linear _end;
    readonly Linear _head;

    /// <param name="size">Widths and depth.</param>
    /// <param name="shape">T, H and the columns.</param>
    /// <param name="nodes">N.</param>
    /// <param name="supports">How many graphs are known before training.</param>
    public GraphWaveNetNetwork(GraphWaveNetSize size, WindowShape shape, int nodes, int supports)
    {
        (_shape, _nodes) = (shape, nodes);
        int metrics = shape.Metrics / nodes;
        var root = new ParameterScope(Parameters);
        _start = new Linear(root / "start", metrics + 1, size.Channels);
        if (supports > 0)
        {
            _supports = root.DeclareStatistic(GraphSupports.ParameterName, new Shape(supports, nodes, nodes), Initializers.Zero);
        }

        if (size.Embedding > 0 && nodes > 1)
        {
            _source = root.Declare("adaptive.source", new Shape(nodes, size.Embedding), Initializers.Normal(1f));
            _sink = root.Declare("adaptive.sink", new Shape(nodes, size.Embedding), Initializers.Normal(1f));
        }

        int graphs = supports + (_source is null ? 0 : 1);
        var dilations = size.Dilations(shape.Steps);
        _field = 1 + dilations.Sum();
        _layers = new GraphWaveNetLayer[dilations.Count];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer] = new GraphWaveNetLayer(root / $"layer{layer}", size, graphs, dilations[layer], isLast: layer == _layers.Length - 1);
        }

        _end = new Linear(root / "end", size.SkipWidth, size.EndWidth, Activation.Relu);
        _head = new Linear(
            root / "head", size.EndWidth, shape.Horizon * metrics, initializer: Initializers.Zero, biasInitializer: Initializers.Zero);
    }

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        var padded = NodeSequences.Of(window, _nodes, hasDayShares: true).Pad(axis: 2, _field - _shape.Steps, 0);
        Tensor? state = _start.Apply(padded); // [B, N, T, C]
        var graphs = Graphs(padded.Graph);
        Tensor? skip = null;
        foreach (var layer in _layers)
        {
            (state, var added) = layer.Apply(state!, graphs);
            skip = skip is null ? added : skip + added;
        }

        return NodeSequences.ToForecast(_head.Apply(_end.Apply(skip!.Relu())), _shape);
    }

    // Each [N, N].
    List<Tensor> Graphs(Graph graph)
    {
        var graphs = new List<Tensor>();
        if (_supports is not null)
        {
            var known = graph.Use(_supports).StopGradient();
            for (int support = 0; support < known.Shape[0]; support++)
            {
                graphs.Add(known.Slice(axis: 0, support, support + 1).Reshape(_nodes, _nodes));
            }
        }

        if (_source is not null)
        {
            graphs.Add(graph.Use(_source).MatMulTransposed(graph.Use(_sink!)).Relu().Softmax());
        }

        return graphs;
    }
}
