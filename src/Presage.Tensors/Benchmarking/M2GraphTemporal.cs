using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Tensors.Benchmarking;

/// <summary>The costly core of the graph model, made of ordinary layers: what the engine is measured with on graphs.</summary>
/// <remarks>
/// <code>
/// A = D^-½ (top half of sigmoid(wᵀ tanh(W₁x[i] + W₂x[j])) + I) D^-½      at each step
/// h = relu(A h W + b)                                                    some layers of it
/// y = (σ(a) h + (1 - σ(a)) GRU(h over the steps of each node)) Wo + bo
/// </code>
/// </remarks>
public sealed class M2GraphTemporal : Layer
{
    const double Kept = 0.5;

    readonly AdditiveAdjacency _adjacency;
    readonly Linear[] _layers;
    readonly Gru _gru;
    readonly Parameter _balance; // a [1]
    readonly Linear _head;

    /// <summary>Declares <c>adjacency</c>, <c>layer0</c> to <c>layer3</c>, <c>gru</c>, <c>balance</c> and <c>head</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="features">F, of a node's input and output.</param>
    /// <param name="hidden">D, the width of a node.</param>
    /// <param name="width">The width of the attention.</param>
    /// <param name="layers">Graph convolutions.</param>
    public M2GraphTemporal(ParameterScope scope, int features = 4, int hidden = 64, int width = 16, int layers = 4)
    {
        _adjacency = new AdditiveAdjacency(scope / "adjacency", features, heads: 1, width);
        _layers = new Linear[layers];
        for (var index = 0; index < layers; index++)
        {
            // The first one mixes the few features before it widens them; the others widen first, so that the bias comes before the mixing.
            var activation = index == 0 ? Activation.Relu : Activation.None;
            _layers[index] = new Linear(scope / $"layer{index}", index == 0 ? features : hidden, hidden, activation);
        }

        _gru = new Gru(scope / "gru", hidden, hidden);
        _balance = scope.Declare("balance", new Shape(1), Initializers.Zero);
        _head = new Linear(scope / "head", hidden, features);
    }

    /// <summary>Applies the model.</summary>
    /// <param name="input">[B, T, N, F].</param>
    /// <returns>[B, T, N, F].</returns>
    public Tensor Apply(Tensor input)
    {
        var (batch, steps, nodes) = (input.Shape[0], input.Shape[1], input.Shape[2]);
        var keep = Math.Max(1, (int)Math.Round(Kept * nodes));
        var adjacency = _adjacency.Apply(input).SparsifyRows(
            keep, selfLoops: true, AdjacencyNormalization.Symmetric, diagonalCompetes: true); // [B, T, N, N]
        var spatial = _layers[0].Apply(adjacency.MatMul(input));                               // [B, T, N, D]
        for (var index = 1; index < _layers.Length; index++)
        {
            spatial = adjacency.MatMulRelu(_layers[index].Apply(spatial));
        }

        var ofNodes = spatial.Transpose(1, 2);                                                 // [B, N, T, D]
        var hidden = spatial.Shape.Last;
        var temporal = _gru.Apply(ofNodes.Reshape(batch * nodes, steps, hidden)).Reshape(batch, nodes, steps, hidden);
        var balance = input.Graph.Use(_balance).Sigmoid();
        return _head.Apply(temporal + (balance * (ofNodes - temporal))).Transpose(1, 2);
    }
}
