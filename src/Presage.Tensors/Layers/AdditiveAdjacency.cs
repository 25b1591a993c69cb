using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Layers;

/// <summary>Finds from the nodes' features how strongly each node listens to each other one.</summary>
/// <remarks>
/// <code>
/// u = x W₁ + b                                     cut into heads
/// v = x W₂
/// a[i, j] = mean over heads of sigmoid(wᵀ tanh(u[i] + v[j]))
/// </code>
/// The additive attention of Bahdanau et al. 2015 (arXiv:1409.0473) without a softmax, so that a node may listen to none. Everything starts
/// uniform in ±1/√inputs of its own map.
/// </remarks>
public sealed class AdditiveAdjacency : Layer
{
    readonly Parameter _listenerWeight; // [inputs, heads width]
    readonly Parameter _listenerBias;   // [heads width]
    readonly Parameter _speakerWeight;  // [inputs, heads width]
    readonly Parameter _scoreWeight;    // [heads, width]
    readonly int _heads;
    readonly int _width;

    /// <summary>Declares <c>listenerWeight</c>, <c>listenerBias</c>, <c>speakerWeight</c> and <c>scoreWeight</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="inputs">The features of a node.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="width">The width of a head.</param>
    public AdditiveAdjacency(ParameterScope scope, int inputs, int heads = 1, int width = 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (_heads, _width) = (heads, width);
        var initializer = Initializers.InverseRoot(inputs);
        _listenerWeight = scope.Declare("listenerWeight", new Shape(inputs, heads * width), initializer);
        _listenerBias = scope.Declare("listenerBias", new Shape(heads * width), initializer);
        _speakerWeight = scope.Declare("speakerWeight", new Shape(inputs, heads * width), initializer);
        _scoreWeight = scope.Declare("scoreWeight", new Shape(heads, width), Initializers.InverseRoot(width));
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[graphs…, N, inputs].</param>
    /// <returns>[graphs…, N, N], each in (0, 1).</returns>
    public Tensor Apply(Tensor input)
    {
        var graph = input.Graph;
        var listener = LinearOperation.Apply([(input, graph.Use(_listenerWeight))], graph.Use(_listenerBias), Activation.None);
        var speaker = LinearOperation.Apply([(input, graph.Use(_speakerWeight))], null, Activation.None);
        return Tensor.AdditiveAdjacency(Heads(listener), Heads(speaker), graph.Use(_scoreWeight));
    }

    Tensor Heads(Tensor columns)
    {
        Span<int> sizes = stackalloc int[Shape.MaximumRank + 1];
        columns.Shape.CopyTo(sizes);
        var rank = columns.Shape.Rank;
        (sizes[rank - 1], sizes[rank]) = (_heads, _width);
        return columns.Reshape(sizes[..(rank + 1)]);
    }
}
