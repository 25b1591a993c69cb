using Presage.Models.Regression;
using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Models.Graphs;

/// <summary>The network of P2: graph convolutions along learned and known edges, a recurrent network per node, and a learned fusion.</summary>
/// <remarks>
/// Y. Wang's graph-structured temporal dynamic learning. Of nodes i at steps t in blocks of p steps:
/// <code>
/// a_ij = mean over heads of σ(wᵀ tanh(W₁ x_i + W₂ x_j))     the edge attention, from a block's mean state
/// A = rownorm(top((ε + ρ_ij) a_ij) + I)                   ρ the positive correlation within the window
/// Z^{l+1} = LN(Z^l + drop(relu(A Z^l W^l + S^l Z^l V^l)))   S^l a gated mix of the known and the adaptive graph
/// R = GRU([x; Z])                                         per node, weights shared over nodes
/// F = α Z_T + (1 - α) R_T,   ŷ = skip + W_o F               all steps at once
/// </code>
/// What is added to the paper: known, correlation and adaptive graphs, node and time embeddings, the days' profiles as input, and a
/// linear skip at its closed form; the network learns what the skip leaves.
/// </remarks>
sealed class GraphTemporalNetwork : ForecastNetwork
{
    const float LeastRelevance = 0.1f;
    const int AdaptiveWidth = 10;

    readonly GraphTemporalSettings _settings;
    readonly WindowShape _shape;
    readonly int _nodes;
    readonly int _metrics;
    readonly int _block;
    readonly Linear _value;
    readonly Linear _context;
    readonly Linear? _clock;
    readonly Parameter? _nodeTable; // [N, d]
    readonly LayerNorm _encodeNorm;
    readonly AdditiveAdjacency? _attention;
    readonly Parameter? _supports; // [K, N, N]
    readonly Parameter? _source;   // [N, 10]
    readonly Parameter? _sink;     // [N, 10]
    readonly GraphLayer[] _layers;
    readonly Gru? _gru;
    readonly Parameter? _alpha;
    readonly Dropout _dropout;
    readonly NodeHead _head;

    /// <param name="settings">Sizes and parts.</param>
    /// <param name="shape">T, H, the columns, and the features of the skip.</param>
    /// <param name="nodes">N.</param>
    /// <param name="supports">How many graphs are known before training.</param>
    public GraphTemporalNetwork(GraphTemporalSettings settings, WindowShape shape, int nodes, int supports)
    {
        (_settings, _shape, _nodes) = (settings, shape, nodes);
        _metrics = shape.Metrics / nodes;
        _block = LargestDivisor(shape.Steps, settings.Block);
        var root = new ParameterScope(Parameters);
        int width = settings.Width;
        _value = new Linear(root / "value", 2 * _metrics, width);
        _context = new Linear(root / "context", _metrics * shape.ContextFeatures, width);
        if (settings.Embeddings)
        {
            _clock = new Linear(root / "clock", WindowClock.Features, width);
            _nodeTable = root.Declare("nodes", new Shape(nodes, width), Initializers.Normal(0.1f));
        }

        _encodeNorm = new LayerNorm(root / "encode", width);
        bool hasEdges = nodes > 1;
        if (settings.Attention && hasEdges)
        {
            _attention = new AdditiveAdjacency(root / "attention", width, settings.Heads, settings.HeadWidth);
        }

        if (supports > 0)
        {
            _supports = root.DeclareStatistic(GraphSupports.ParameterName, new Shape(supports, nodes, nodes), Initializers.Zero);
        }

        if (settings.Adaptive && hasEdges)
        {
            _source = root.Declare("adaptive.source", new Shape(nodes, AdaptiveWidth), Initializers.Normal(1f));
            _sink = root.Declare("adaptive.sink", new Shape(nodes, AdaptiveWidth), Initializers.Normal(1f));
        }

        int mixed = supports + (_source is null ? 0 : 1);
        _layers = new GraphLayer[settings.Graph && (mixed > 0 || _attention is not null) ? settings.Layers : 0];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer] = new GraphLayer(root / $"layer{layer}", width, _attention is not null, mixed);
        }

        if (settings.Recurrence)
        {
            int seen = (settings.GruSeesInput || _layers.Length == 0 ? width : 0) + (settings.GruSeesGraph && _layers.Length > 0 ? width : 0);
            _gru = new Gru(root / "gru", seen, width);
        }

        if (_gru is not null && _layers.Length > 0 && settings.Alpha is null)
        {
            _alpha = root.Declare("alpha", new Shape(1), Initializers.Zero);
        }

        _dropout = new Dropout(settings.Dropout);
        _head = new NodeHead(root, shape, nodes, width, _dropout, settings.Skip ? settings.SkipRate : null);
    }

    /// <summary>α, the share of the graph's states in the fusion, where it is learned.</summary>
    public override IReadOnlyDictionary<string, double> Learned => _alpha is null
        ? base.Learned
        : new Dictionary<string, double> { ["alpha"] = 1 / (1 + Math.Exp(-_alpha.Values[0])) };

    /// <summary>Whether edges are found anew in each window.</summary>
    public bool HasAttention => _attention is not null && _layers.Length > 0;

    /// <summary>Whether graphs that hold always are mixed.</summary>
    public bool HasMix => _layers.Length > 0 && (_supports is not null || _source is not null);

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        var normalised = NormalisedWindow.Of(window.Values, _settings.Normalise);
        var fixedState = Describe(window);                                // [B, N, d]
        var encoded = Encode(window, normalised.Values, fixedState);      // [B, T, N, d]
        return _head.Apply(Fuse(window, encoded), fixedState, normalised, window);
    }

    /// <summary>Traces the edges that are found in a window.</summary>
    /// <returns>[B, N, N], the mean over the blocks of steps; rows sum to one.</returns>
    public Tensor Attention(WindowTensors window)
    {
        var encoded = Encode(window, NormalisedWindow.Of(window.Values, _settings.Normalise).Values, Describe(window));
        return Attend(window, encoded).Mean(axis: 1).Reshape(window.Values.Shape[0], _nodes, _nodes);
    }

    /// <summary>Traces the graphs that hold always, as the layers weigh them.</summary>
    /// <returns>[B, N, N], the mean over the layers, the same for every window; rows sum to at most one.</returns>
    public Tensor Mix(WindowTensors window)
    {
        var graphs = KnownGraphs(window.Values.Graph)!;
        var sum = _layers.Select(layer => layer.Mix(graphs)).Aggregate((one, other) => one + other);
        return (sum * (1f / _layers.Length)).Reshape(1, _nodes, _nodes).Repeat(axis: 0, window.Values.Shape[0]);
    }

    static int LargestDivisor(int number, int most)
    {
        int divisor = Math.Min(number, most);
        while (number % divisor != 0)
        {
            divisor--;
        }

        return divisor;
    }

    /// <summary>What holds for the whole window of a node: its features, who it is, the time of day.</summary>
    Tensor Describe(WindowTensors window)
    {
        int batch = window.Values.Shape[0];
        var state = _context.Apply(window.Context.Reshape(batch, _nodes, _metrics * _shape.ContextFeatures));
        if (_clock is not null)
        {
            state = state + _clock.Apply(window.Clock).Reshape(batch, 1, _settings.Width) + state.Graph.Use(_nodeTable!);
        }

        return state;
    }

    Tensor Encode(WindowTensors window, Tensor values, Tensor fixedState)
    {
        var inputs = NormalisedWindow.ByNode(values, window, _nodes);
        var state = _value.Apply(inputs) + fixedState.Reshape(values.Shape[0], 1, _nodes, _settings.Width);
        return _encodeNorm.Apply(state.Gelu());
    }

    Tensor Fuse(WindowTensors window, Tensor encoded)
    {
        var (batch, steps) = (encoded.Shape[0], _shape.Steps);
        var spatial = _layers.Length > 0 ? Convolve(window, encoded) : encoded;
        var newest = spatial.Slice(axis: 1, steps - 1, steps).Reshape(batch, _nodes, _settings.Width);
        if (_gru is null)
        {
            return newest;
        }

        var seen = _layers.Length == 0 || !_settings.GruSeesGraph ? encoded
            : _settings.GruSeesInput ? Tensor.Concat(-1, encoded, spatial)
            : spatial;
        int width = seen.Shape[-1];
        var states = _gru.Apply(seen.Transpose(1, 2).Reshape(batch * _nodes, steps, width));
        var last = states.Slice(axis: 1, steps - 1, steps).Reshape(batch, _nodes, _settings.Width);
        if (_layers.Length == 0)
        {
            return last;
        }

        if (_alpha is not null)
        {
            return last + ((newest - last) * encoded.Graph.Use(_alpha).Sigmoid());
        }

        float alpha = (float)_settings.Alpha!.Value;
        return (newest * alpha) + (last * (1 - alpha));
    }

    Tensor Convolve(WindowTensors window, Tensor encoded)
    {
        var attention = _attention is null ? null : Attend(window, encoded); // [B, T / p, 1, N, N]
        var graphs = KnownGraphs(encoded.Graph);
        var state = encoded;
        foreach (var layer in _layers)
        {
            state = layer.Apply(state, attention, graphs, _dropout);
        }

        return state;
    }

    Tensor Attend(WindowTensors window, Tensor encoded)
    {
        var (batch, blocks) = (encoded.Shape[0], _shape.Steps / _block);
        var mean = encoded.Reshape(batch, blocks, _block, _nodes, _settings.Width).Mean(axis: 2);
        var edges = _attention!.Apply(mean);                                                       // [B, T / p, N, N]
        if (_settings.Relevance)
        {
            var target = window.Values.Reshape(batch, _shape.Steps, _nodes, _metrics).Slice(axis: 3, 0, 1).Reshape(batch, _shape.Steps, _nodes);
            edges *= (target.Correlation() + LeastRelevance).Reshape(batch, 1, _nodes, _nodes);
        }

        int keep = (int)Math.Ceiling((1 - (double)_settings.Sparsity) * (_nodes - 1));
        return edges.SparsifyRows(keep).Reshape(batch, blocks, 1, _nodes, _nodes);
    }

    // [K, N, N], the known graphs and then the adaptive one; null without any.
    Tensor? KnownGraphs(Graph graph)
    {
        var known = _supports is null ? null : graph.Use(_supports).StopGradient();
        if (_source is null)
        {
            return known;
        }

        var adaptive = graph.Use(_source).MatMulTransposed(graph.Use(_sink!)).Relu().Softmax().Reshape(1, _nodes, _nodes);
        return known is null ? adaptive : Tensor.Concat(0, known, adaptive);
    }
}
