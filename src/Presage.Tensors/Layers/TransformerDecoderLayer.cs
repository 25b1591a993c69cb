using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Layers;

/// <summary>Causal self-attention, attention to a memory, and a feed-forward part, each with a residual path and a layer norm after it.</summary>
/// <remarks>
/// <code>
/// x = LN(x + Drop(SelfAttention(x)))          a step sees only itself and earlier steps
/// x = LN(x + Drop(Attention(x, memory)))
/// x = LN(x + Drop(FeedForward(x)))
/// </code>
/// Vaswani et al. 2017 (arXiv:1706.03762), as torch.nn.TransformerDecoderLayer.
/// </remarks>
public sealed class TransformerDecoderLayer : Layer
{
    readonly MultiHeadAttention _selfAttention;
    readonly CrossAttention _memoryAttention;
    readonly FeedForward _feedForward;
    readonly LayerNorm _selfNorm;
    readonly LayerNorm _memoryNorm;
    readonly LayerNorm _feedForwardNorm;
    readonly Dropout _dropout;

    /// <summary>
    /// Declares <c>selfAttention</c>, <c>selfNorm</c>, <c>memoryAttention</c>, <c>memoryNorm</c>, <c>feedForward</c> and <c>feedForwardNorm</c>.
    /// </summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="width">m, the size of the last axis; a multiple of the heads.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="hidden">The width inside the feed-forward part.</param>
    /// <param name="dropout">The share dropped of the attentions' weights, of the hidden values and of all parts' results.</param>
    /// <param name="activation">Inside the feed-forward part.</param>
    public TransformerDecoderLayer(
        ParameterScope scope, int width, int heads, int hidden, float dropout = 0f, Activation activation = Activation.Gelu)
    {
        _selfAttention = new MultiHeadAttention(scope / "selfAttention", width, heads, dropout);
        _selfNorm = new LayerNorm(scope / "selfNorm", width);
        _memoryAttention = new CrossAttention(scope / "memoryAttention", width, heads, dropout);
        _memoryNorm = new LayerNorm(scope / "memoryNorm", width);
        _feedForward = new FeedForward(scope / "feedForward", width, hidden, width, activation, dropout);
        _feedForwardNorm = new LayerNorm(scope / "feedForwardNorm", width);
        _dropout = new Dropout(dropout);
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[B, S, m].</param>
    /// <param name="memory">[B, T, m], what the encoder made.</param>
    /// <returns>[B, S, m].</returns>
    public Tensor Apply(Tensor input, Tensor memory)
    {
        var attended = _selfNorm.Apply(input + _dropout.Apply(_selfAttention.Apply(input, causal: true)));
        var informed = _memoryNorm.Apply(attended + _dropout.Apply(_memoryAttention.Apply(attended, memory)));
        return _feedForwardNorm.Apply(informed + _dropout.Apply(_feedForward.Apply(informed)));
    }
}
