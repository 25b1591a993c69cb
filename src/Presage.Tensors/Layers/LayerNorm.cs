using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;

namespace Presage.Tensors.Layers;

/// <summary>Gives every row mean 0 and variance 1, then a learned gain and bias: y = (x - mean)/√(variance + ε) ⊙ γ + β over the last axis.</summary>
/// <remarks>Ba et al. 2016 (arXiv:1607.06450) with the population variance and ε = 1e-5, as torch.nn.LayerNorm; γ starts at 1, β at 0.</remarks>
public sealed class LayerNorm : Layer
{
    readonly Parameter _gain; // [width]
    readonly Parameter _bias; // [width]

    /// <summary>Declares <c>gain</c> and <c>bias</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="width">The size of the last axis.</param>
    public LayerNorm(ParameterScope scope, int width)
    {
        _gain = scope.Declare("gain", new Shape(width), Initializers.One);
        _bias = scope.Declare("bias", new Shape(width), Initializers.Zero);
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[…, width].</param>
    /// <returns>[…, width].</returns>
    public Tensor Apply(Tensor input) => LayerNormOperation.Apply(input, input.Graph.Use(_gain), input.Graph.Use(_bias));
}
