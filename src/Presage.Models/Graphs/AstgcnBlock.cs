using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Models.Graphs;

/// <summary>One block of ASTGCN: attention over steps and over nodes, Chebyshev graph convolution, convolution over time, residual, layer norm.</summary>
/// <remarks>
/// Guo et al. 2019, of x [N, F, T] for each window:
/// <code>
/// E = softmax₁(V_e σ(((xᵀ U₁) U₂)(U₃ x) + b_e)),   x̂ = x E
/// S = softmax₁(V_s σ(((x̂ W₁) W₂)(W₃ x̂)ᵀ + b_s))
/// g = relu(Σ_k (T_k ⊙ S)ᵀ x̂ Θ_k),                  y = LN(relu(g ∗ Φ + x R))
/// </code>
/// softmax₁ normalises columns. Here E, S and their biases are kept as transposes, so that rows are normalised and nothing is turned around.
/// </remarks>
sealed class AstgcnBlock
{
    readonly bool _convolvesRaw;
    readonly Parameter _overNodes;    // U₁ [1, N]
    readonly Parameter _timeListen;   // U₂ [F, N]
    readonly Parameter _timeSpeak;    // U₃ [F, 1]
    readonly Parameter _timeBias;     // b_eᵀ [T, T]
    readonly Parameter _timeScore;    // V_e [T, T]
    readonly Parameter _overSteps;    // W₁ [1, T]
    readonly Parameter _nodeListen;   // W₂ [F, T]
    readonly Parameter _nodeSpeak;    // W₃ [F, 1]
    readonly Parameter _nodeBias;     // b_sᵀ [N, N]
    readonly Parameter _nodeScore;    // V_s [N, N]
    readonly Linear _chebyshev;
    readonly Conv1d _time;
    readonly Linear _residual;
    readonly LayerNorm _norm;

    /// <param name="scope">Where to declare the parameters.</param>
    /// <param name="nodes">N.</param>
    /// <param name="steps">T.</param>
    /// <param name="features">F.</param>
    /// <param name="filters">What the block's result has instead of F.</param>
    /// <param name="terms">K, the Chebyshev polynomials.</param>
    /// <param name="convolvesRaw">Whether the graph convolution sees x and not x̂, as in the authors' code.</param>
    public AstgcnBlock(ParameterScope scope, int nodes, int steps, int features, int filters, int terms, bool convolvesRaw)
    {
        _convolvesRaw = convolvesRaw;
        var unit = Unit;
        _overNodes = scope.Declare("time.overNodes", new Shape(1, nodes), unit);
        _timeListen = scope.Declare("time.listen", new Shape(features, nodes), Initializers.Glorot(features, nodes));
        _timeSpeak = scope.Declare("time.speak", new Shape(features, 1), unit);
        _timeBias = scope.Declare("time.bias", new Shape(steps, steps), Initializers.Glorot(steps, steps));
        _timeScore = scope.Declare("time.score", new Shape(steps, steps), Initializers.Glorot(steps, steps));
        _overSteps = scope.Declare("nodes.overSteps", new Shape(1, steps), unit);
        _nodeListen = scope.Declare("nodes.listen", new Shape(features, steps), Initializers.Glorot(features, steps));
        _nodeSpeak = scope.Declare("nodes.speak", new Shape(features, 1), unit);
        _nodeBias = scope.Declare("nodes.bias", new Shape(nodes, nodes), Initializers.Glorot(nodes, nodes));
        _nodeScore = scope.Declare("nodes.score", new Shape(nodes, nodes), Initializers.Glorot(nodes, nodes));
        _chebyshev = new Linear(
            scope / "chebyshev", terms * features, filters, Activation.Relu, bias: false, initializer: Initializers.Glorot(features, filters));
        _time = new Conv1d(scope / "convolution", filters, filters, taps: 3);
        _residual = new Linear(scope / "residual", features, filters);
        _norm = new LayerNorm(scope / "norm", filters);
    }

    // As the authors start every vector: uniform in 0 to 1.
    static Initializer Unit { get; } = static (values, random) =>
    {
        foreach (ref float value in values)
        {
            value = random.NextSingle();
        }
    };

    /// <summary>Applies the block.</summary>
    /// <param name="state">x [B, N, T, F].</param>
    /// <param name="polynomials">T_0 to T_{K-1}, [K, N, N], symmetric; T_0 = I.</param>
    /// <returns>[B, N, T, filters].</returns>
    public Tensor Apply(Tensor state, Tensor polynomials)
    {
        var (batch, nodes, steps, features) = (state.Shape[0], state.Shape[1], state.Shape[2], state.Shape[3]);
        var attended = AttendSteps(state).MatMul(state);                                     // x̂ [B, N, T, F]
        var attention = AttendNodes(attended);                                               // Sᵀ [B, N, N]
        var signal = (_convolvesRaw ? state : attended).Reshape(batch, nodes, steps * features);
        var parts = new Tensor[polynomials.Shape[0]];
        for (int order = 0; order < parts.Length; order++)
        {
            var along = attention * polynomials.Slice(axis: 0, order, order + 1);            // (T_k ⊙ S)ᵀ
            // T_0 is the identity: only the diagonal is left.
            var seen = order == 0 ? along.Sum(axis: 2, keepAxis: true) * signal : along.MatMul(signal);
            parts[order] = seen.Reshape(batch, nodes, steps, features);
        }

        var spatial = _chebyshev.Apply(Tensor.Concat(-1, parts));                            // [B, N, T, filters]
        int filters = spatial.Shape[3];
        var temporal = _time.Apply(spatial.Reshape(batch * nodes, steps, filters)).Reshape(spatial.Shape);
        return _norm.Apply((temporal + _residual.Apply(state)).Relu());
    }

    // Eᵀ [B, 1, T, T], each row the shares of the steps that one step is made of.
    Tensor AttendSteps(Tensor state)
    {
        var graph = state.Graph;
        var (batch, nodes, steps, features) = (state.Shape[0], state.Shape[1], state.Shape[2], state.Shape[3]);
        var listen = graph.Use(_overNodes).MatMul(state.Reshape(batch, nodes, steps * features)).Reshape(batch, steps, features)
            .MatMul(graph.Use(_timeListen));                                                 // [B, T, N]
        var speak = state.MatMul(graph.Use(_timeSpeak)).Reshape(batch, nodes, steps);        // [B, N, T]
        var match = (speak.Transpose(1, 2).MatMulTransposed(listen) + graph.Use(_timeBias)).Sigmoid();
        return match.MatMulTransposed(graph.Use(_timeScore)).Softmax().Reshape(batch, 1, steps, steps);
    }

    // Sᵀ [B, N, N], each row the shares of the nodes that one node listens to.
    Tensor AttendNodes(Tensor attended)
    {
        var graph = attended.Graph;
        var (batch, nodes, steps, features) = (attended.Shape[0], attended.Shape[1], attended.Shape[2], attended.Shape[3]);
        var listen = graph.Use(_overSteps).MatMul(attended).Reshape(batch, nodes, features).MatMul(graph.Use(_nodeListen)); // [B, N, T]
        var speak = attended.MatMul(graph.Use(_nodeSpeak)).Reshape(batch, nodes, steps);     // [B, N, T]
        var match = (speak.MatMulTransposed(listen) + graph.Use(_nodeBias)).Sigmoid();
        return match.MatMulTransposed(graph.Use(_nodeScore)).Softmax();
    }
}
