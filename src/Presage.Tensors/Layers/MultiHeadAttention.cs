using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Layers;

/// <summary>Self-attention: every step looks at all steps of its window, in several heads.</summary>
/// <remarks>
/// <code>
/// [Q K V] = x W + b                                 cut into heads of width d = m / heads
/// y = concat over heads of softmax(Q Kᵀ / √d) V
/// output = y Wo + bo
/// </code>
/// Vaswani et al. 2017 (arXiv:1706.03762), as torch.nn.MultiheadAttention computes and starts it: W uniform as Glorot and Bengio, biases 0. The
/// matrices are transposes of torch's.
/// </remarks>
public sealed class MultiHeadAttention : Layer
{
    readonly Parameter _weight; // [m, 3m]: query, key, value
    readonly Parameter _bias;   // [3m]
    readonly Linear _output;
    readonly int _heads;
    readonly float _dropout;

    /// <summary>Declares <c>weight</c>, <c>bias</c>, <c>output.weight</c> and <c>output.bias</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="width">m, the size of the last axis; a multiple of the heads.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="dropout">The share of the attention's weights that is dropped in training.</param>
    public MultiHeadAttention(ParameterScope scope, int width, int heads, float dropout = 0f)
    {
        if (heads < 1 || width % heads != 0)
        {
            throw new ArgumentException($"MultiHeadAttention: a width of {width} for {heads} heads; it must be a multiple.");
        }

        _weight = scope.Declare("weight", new Shape(width, 3 * width), Initializers.Glorot(width, 3 * width));
        _bias = scope.Declare("bias", new Shape(3 * width), Initializers.Zero);
        _output = new Linear(scope / "output", width, width, biasInitializer: Initializers.Zero);
        _heads = heads;
        _dropout = dropout;
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[B, T, m].</param>
    /// <param name="causal">Whether a step sees only itself and earlier steps.</param>
    /// <param name="keyMask">[B, T]: a step with 0 is seen by none; null when all are seen. A row that sees nothing gives 0.</param>
    /// <returns>[B, T, m].</returns>
    public Tensor Apply(Tensor input, bool causal = false, Tensor? keyMask = null)
    {
        var graph = input.Graph;
        var packed = LinearOperation.Apply([(input, graph.Use(_weight))], graph.Use(_bias), Activation.None);
        return _output.Apply(AttentionOperation.Self(packed, _heads, causal, keyMask, _dropout));
    }
}
