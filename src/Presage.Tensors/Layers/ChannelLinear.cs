using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;

namespace Presage.Tensors.Layers;

/// <summary>A linear map of its own for each channel: y[b, n] = x[b, n] W[n] + b[n].</summary>
public sealed class ChannelLinear : Layer
{
    readonly Parameter _weight; // [N, inputs, outputs]
    readonly Parameter _bias;   // [N, outputs]

    /// <summary>Declares the parameters <c>weight</c> and <c>bias</c>, both zero unless a start is given.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="channels">N.</param>
    /// <param name="inputs">The size of the last axis of the input.</param>
    /// <param name="outputs">The size of the last axis of the output.</param>
    /// <param name="initializer">How the weight starts; null for uniform in ±1/√inputs.</param>
    public ChannelLinear(ParameterScope scope, int channels, int inputs, int outputs, Initializer? initializer = null)
    {
        _weight = scope.Declare("weight", new Shape(channels, inputs, outputs), initializer ?? Initializers.InverseRoot(inputs));
        _bias = scope.Declare("bias", new Shape(channels, outputs), Initializers.Zero);
    }

    /// <summary>The weight [N, inputs, outputs] and the bias [N, outputs].</summary>
    public IReadOnlyList<Parameter> Parameters => [_weight, _bias];

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[B, N, inputs].</param>
    /// <returns>[B, N, outputs].</returns>
    public Tensor Apply(Tensor input) => ChannelLinearOperation.Apply(input, input.Graph.Use(_weight), input.Graph.Use(_bias));
}
