using Presage.Tensors.Autodiff;

namespace Presage.Tensors.Layers;

/// <summary>A convolution over time whose result is gated by another: tanh(x ∗ W₁ + b₁) ⊙ sigmoid(x ∗ W₂ + b₂).</summary>
/// <remarks>
/// As in WaveNet (van den Oord et al. 2016, arXiv:1609.03499), and without padding in Graph WaveNet (Wu et al. 2019, arXiv:1906.00121).
/// The two are one convolution with the outputs side by side, the gate's last.
/// </remarks>
public sealed class GatedConv1d : Layer
{
    readonly Conv1d _both;

    /// <summary>Declares <c>weight</c> [taps, inputs, 2 outputs] and <c>bias</c> [2 outputs].</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="inputs">F, the channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="taps">How many steps a result is made from.</param>
    /// <param name="padding">What lies beyond the ends.</param>
    /// <param name="dilation">The steps from one tap to the next.</param>
    public GatedConv1d(ParameterScope scope, int inputs, int outputs, int taps, TimePadding padding = TimePadding.Causal, int dilation = 1) =>
        _both = new Conv1d(scope, inputs, 2 * outputs, taps, padding, dilation);

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[B, T, inputs].</param>
    /// <returns>[B, T', outputs]; T' = T with padding.</returns>
    /// <exception cref="ArgumentException">The sequence is shorter than what the taps reach over.</exception>
    public Tensor Apply(Tensor input) => _both.Apply(input).GatedTanh();
}
