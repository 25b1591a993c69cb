using Presage.Tensors.Autodiff;

namespace Presage.Tensors.Layers;

/// <summary>A convolution over time: y[t] = Σᵢ x[t·stride + i·dilation - before] Wᵢ + b.</summary>
/// <remarks>
/// As torch.nn.Conv1d, but with time before channels; the weight is [taps, inputs, outputs]. Everything starts uniform in ±1/√(inputs · taps), as
/// there.
/// </remarks>
public sealed class Conv1d : Layer
{
    readonly Parameter _weight; // [taps, inputs, outputs]
    readonly Parameter? _bias;  // [outputs]
    readonly TimePadding _padding;
    readonly int _dilation;
    readonly int _stride;

    /// <summary>Declares <c>weight</c> and <c>bias</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="inputs">F, the channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="taps">How many steps a result is made from.</param>
    /// <param name="padding">What lies beyond the ends.</param>
    /// <param name="dilation">The steps from one tap to the next.</param>
    /// <param name="stride">The steps from one result to the next.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public Conv1d(
        ParameterScope scope,
        int inputs,
        int outputs,
        int taps,
        TimePadding padding = TimePadding.Same,
        int dilation = 1,
        int stride = 1,
        bool bias = true)
    {
        var initializer = Initializers.InverseRoot(inputs * taps);
        _weight = scope.Declare("weight", new Shape(taps, inputs, outputs), initializer);
        _bias = bias ? scope.Declare("bias", new Shape(outputs), initializer) : null;
        (_padding, _dilation, _stride) = (padding, dilation, stride);
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[B, T, inputs].</param>
    /// <returns>[B, T', outputs]; T' = T with padding and a stride of 1.</returns>
    /// <exception cref="ArgumentException">The sequence is shorter than what the taps reach over.</exception>
    public Tensor Apply(Tensor input)
    {
        var graph = input.Graph;
        return input.Convolve(graph.Use(_weight), _bias is null ? null : graph.Use(_bias), _padding, _dilation, _stride);
    }
}
