using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Models.Graphs;

/// <summary>One graph convolution of P2 along the learned edges of each block and a gated mix of graphs that hold always.</summary>
sealed class GraphLayer
{
    // A softmax over few graphs answers a step of the others' size with hardly a change.
    const float GateRate = 10f;

    readonly Parameter? _gate; // [K]
    readonly Linear? _one;
    readonly LinearSum? _both;
    readonly LayerNorm _norm;

    /// <param name="scope">Where to declare the parameters.</param>
    /// <param name="width">d.</param>
    /// <param name="hasAttention">Whether there are learned edges.</param>
    /// <param name="graphs">K, how many graphs hold always.</param>
    public GraphLayer(ParameterScope scope, int width, bool hasAttention, int graphs)
    {
        if (graphs > 0)
        {
            _gate = scope.Declare("gate", new Shape(graphs), Initializers.Zero);
            _gate.LearningRateScale = GateRate;
        }

        if (hasAttention && graphs > 0)
        {
            _both = new LinearSum(scope / "weight", width, width, width, Activation.Relu);
        }
        else
        {
            _one = new Linear(scope / "weight", width, width, Activation.Relu);
        }

        _norm = new LayerNorm(scope / "norm", width);
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="state">[B, T, N, d].</param>
    /// <param name="attention">[B, T / p, 1, N, N]; null without learned edges.</param>
    /// <param name="graphs">[K, N, N]; null without any.</param>
    /// <param name="dropout">On what is added.</param>
    /// <returns>[B, T, N, d].</returns>
    public Tensor Apply(Tensor state, Tensor? attention, Tensor? graphs, Dropout dropout)
    {
        var attended = attention is null ? null : Along(attention, state);
        var seen = _gate is null ? null : Mix(graphs!).MatMul(state);
        var change = _both is not null ? _both.Apply(attended!, seen!) : _one!.Apply((attended ?? seen)!);
        return _norm.Apply(state + dropout.Apply(change));
    }

    /// <summary>The graphs that hold always as this layer weighs them: Σ softmax(g)_k S_k.</summary>
    /// <param name="graphs">[K, N, N].</param>
    /// <returns>[N, N].</returns>
    public Tensor Mix(Tensor graphs)
    {
        var weights = graphs.Graph.Use(_gate!).Softmax().Reshape(-1, 1, 1);
        return (graphs * weights).Sum(axis: 0);
    }

    static Tensor Along(Tensor attention, Tensor state)
    {
        var (batch, steps, nodes, width) = (state.Shape[0], state.Shape[1], state.Shape[2], state.Shape[3]);
        int blocks = attention.Shape[1];
        return attention.MatMul(state.Reshape(batch, blocks, steps / blocks, nodes, width)).Reshape(batch, steps, nodes, width);
    }
}
