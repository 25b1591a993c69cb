using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Layers;

/// <summary>Self-attention and a feed-forward part, each with a residual path and a layer norm.</summary>
/// <remarks>
/// <code>
/// norm after                               norm before
/// x = LN(x + Drop(Attention(x)))           x = x + Drop(Attention(LN(x)))
/// x = LN(x + Drop(FeedForward(x)))         x = x + Drop(FeedForward(LN(x)))
/// </code>
/// Vaswani et al. 2017 (arXiv:1706.03762) puts the norm after, as torch.nn.TransformerEncoderLayer does by default; Xiong et al. 2020
/// (arXiv:2002.04745) put it before, which trains deep stacks without a warm-up.
/// </remarks>
public sealed class TransformerEncoderLayer : Layer
{
    readonly MultiHeadAttention _attention;
    readonly FeedForward _feedForward;
    readonly LayerNorm _attentionNorm;
    readonly LayerNorm _feedForwardNorm;
    readonly Dropout _dropout;
    readonly bool _normFirst;

    /// <summary>Declares <c>attention</c>, <c>attentionNorm</c>, <c>feedForward</c> and <c>feedForwardNorm</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="width">m, the size of the last axis; a multiple of the heads.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="hidden">The width inside the feed-forward part.</param>
    /// <param name="dropout">The share dropped of the attention's weights, of the hidden values and of both parts' results.</param>
    /// <param name="activation">Inside the feed-forward part.</param>
    /// <param name="normFirst">Whether the norm stands before each part instead of after it.</param>
    public TransformerEncoderLayer(
        ParameterScope scope, int width, int heads, int hidden, float dropout = 0f, Activation activation = Activation.Gelu, bool normFirst = false)
    {
        _attention = new MultiHeadAttention(scope / "attention", width, heads, dropout);
        _attentionNorm = new LayerNorm(scope / "attentionNorm", width);
        _feedForward = new FeedForward(scope / "feedForward", width, hidden, width, activation, dropout);
        _feedForwardNorm = new LayerNorm(scope / "feedForwardNorm", width);
        _dropout = new Dropout(dropout);
        _normFirst = normFirst;
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[B, T, m].</param>
    /// <param name="causal">Whether a step sees only itself and earlier steps.</param>
    /// <param name="keyMask">[B, T]: a step with 0 is seen by none; null when all are seen.</param>
    /// <returns>[B, T, m].</returns>
    public Tensor Apply(Tensor input, bool causal = false, Tensor? keyMask = null)
    {
        if (_normFirst)
        {
            var attended = input + _dropout.Apply(_attention.Apply(_attentionNorm.Apply(input), causal, keyMask));
            return attended + _dropout.Apply(_feedForward.Apply(_feedForwardNorm.Apply(attended)));
        }

        var normed = _attentionNorm.Apply(input + _dropout.Apply(_attention.Apply(input, causal, keyMask)));
        return _feedForwardNorm.Apply(normed + _dropout.Apply(_feedForward.Apply(normed)));
    }
}
