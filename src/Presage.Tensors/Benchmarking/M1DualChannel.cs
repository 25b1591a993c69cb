using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Tensors.Benchmarking;

/// <summary>The costly core of the dual-channel model, made of ordinary layers: what the engine is measured with.</summary>
/// <remarks>
/// <code>
/// z = GELU(x We + be)
/// s = GRU(z),  c = Attention(z)
/// g = sigmoid([s c] Wg + bg)
/// y = (g ⊙ s + (1 - g) ⊙ c) Wo + bo
/// </code>
/// </remarks>
public sealed class M1DualChannel : Layer
{
    readonly Linear _encoder;
    readonly Gru _gru;
    readonly MultiHeadAttention _attention;
    readonly LinearSum _gate;
    readonly Linear _head;

    /// <summary>Declares <c>encoder</c>, <c>gru</c>, <c>attention</c>, <c>gate</c> and <c>head</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="features">F, of the input and of the output.</param>
    /// <param name="hidden">H, the width of both channels.</param>
    /// <param name="heads">The attention's heads.</param>
    public M1DualChannel(ParameterScope scope, int features = 8, int hidden = 64, int heads = 4)
    {
        _encoder = new Linear(scope / "encoder", features, hidden, Activation.Gelu);
        _gru = new Gru(scope / "gru", hidden, hidden);
        _attention = new MultiHeadAttention(scope / "attention", hidden, heads);
        _gate = new LinearSum(scope / "gate", hidden, hidden, hidden, Activation.Sigmoid);
        _head = new Linear(scope / "head", hidden, features);
    }

    /// <summary>Applies the model.</summary>
    /// <param name="input">[B, T, F].</param>
    /// <returns>[B, T, F].</returns>
    public Tensor Apply(Tensor input)
    {
        var encoded = _encoder.Apply(input);
        var state = _gru.Apply(encoded);
        var context = _attention.Apply(encoded);
        var gate = _gate.Apply(state, context);
        return _head.Apply(context + gate * (state - context));
    }
}
