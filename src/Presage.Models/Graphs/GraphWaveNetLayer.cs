using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Models.Graphs;

/// <summary>One layer of Graph WaveNet: a gated dilated convolution over time, diffusion along graphs, a residual path, batch norm.</summary>
/// <remarks>
/// <code>
/// g = tanh(x ∗ W₁) ⊙ σ(x ∗ W₂)              the newest step of it goes to the skip path
/// y = BN(drop([g; P₁ᵀg; P₁ᵀP₁ᵀg; P₂ᵀg; …] W) + x)
/// </code>
/// Pᵀ, as in the authors' code: what a node has goes to those it has edges to, in shares that sum to 1.
/// </remarks>
sealed class GraphWaveNetLayer
{
    readonly GatedConv1d _gated;
    readonly Linear _skip;
    readonly Linear? _mix;
    readonly BatchNorm? _norm;
    readonly Dropout _dropout;
    readonly int _order;

    /// <param name="scope">Where to declare the parameters.</param>
    /// <param name="size">Widths.</param>
    /// <param name="graphs">How many graphs there are.</param>
    /// <param name="dilation">The steps between the two taps.</param>
    /// <param name="isLast">The last layer gives only to the skip path.</param>
    public GraphWaveNetLayer(ParameterScope scope, GraphWaveNetSize size, int graphs, int dilation, bool isLast)
    {
        _order = size.Order;
        _gated = new GatedConv1d(scope / "gated", size.Channels, size.Channels, taps: 2, TimePadding.None, dilation);
        _skip = new Linear(scope / "skip", size.Channels, size.SkipWidth);
        _dropout = new Dropout(graphs > 0 ? size.Dropout : 0f);
        if (!isLast)
        {
            _mix = new Linear(scope / "mix", ((graphs * _order) + 1) * size.Channels, size.Channels);
            _norm = new BatchNorm(scope / "norm", size.Channels);
        }
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="state">[B, N, T, C].</param>
    /// <param name="graphs">Each [N, N], rows summing to 1.</param>
    /// <returns>The state [B, N, T', C] of the remaining steps, null of the last layer, and what goes to the skip path: [B, N, S].</returns>
    public (Tensor? State, Tensor Skip) Apply(Tensor state, IReadOnlyList<Tensor> graphs)
    {
        var (batch, nodes, steps, channels) = (state.Shape[0], state.Shape[1], state.Shape[2], state.Shape[3]);
        var gated = _gated.Apply(state.Reshape(batch * nodes, steps, channels));
        int left = gated.Shape[1];
        var skip = _skip.Apply(gated.Slice(axis: 1, left - 1, left).Reshape(batch, nodes, channels));
        if (_mix is null)
        {
            return (null, skip);
        }

        var parts = new List<Tensor> { gated.Reshape(batch, nodes, left * channels) };
        foreach (var graph in graphs)
        {
            var spread = parts[0];
            for (int order = 0; order < _order; order++)
            {
                spread = graph.TransposedMatMul(spread);
                parts.Add(spread);
            }
        }

        var diffused = Tensor.Concat(-1, [.. parts.Select(part => part.Reshape(batch, nodes, left, channels))]);
        var mixed = _dropout.Apply(_mix.Apply(diffused)) + state.Slice(axis: 2, steps - left, steps);
        return (_norm!.Apply(mixed), skip);
    }
}
