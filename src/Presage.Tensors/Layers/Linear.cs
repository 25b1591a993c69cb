using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Layers;

/// <summary>y = act(xW + b) on the last axis.</summary>
/// <remarks>W is [inputs, outputs], the transpose of torch.nn.Linear's; the start is the same, uniform in ±1/√inputs.</remarks>
public sealed class Linear : Layer
{
    readonly Parameter _weight; // [inputs, outputs]
    readonly Parameter? _bias;  // [outputs]
    readonly Activation _activation;

    /// <summary>Declares the parameters <c>weight</c> and <c>bias</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="inputs">The size of the last axis of the input.</param>
    /// <param name="outputs">The size of the last axis of the output.</param>
    /// <param name="activation">Applied after the bias.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="initializer">How the weight starts; null for uniform in ±1/√inputs.</param>
    /// <param name="biasInitializer">How the bias starts; null for as the weight.</param>
    public Linear(
        ParameterScope scope,
        int inputs,
        int outputs,
        Activation activation = Activation.None,
        bool bias = true,
        Initializer? initializer = null,
        Initializer? biasInitializer = null)
    {
        initializer ??= Initializers.InverseRoot(inputs);
        _weight = scope.Declare("weight", new Shape(inputs, outputs), initializer);
        _bias = bias ? scope.Declare("bias", new Shape(outputs), biasInitializer ?? initializer) : null;
        _activation = activation;
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[…, inputs].</param>
    /// <returns>[…, outputs].</returns>
    public Tensor Apply(Tensor input)
    {
        var graph = input.Graph;
        return LinearOperation.Apply([(input, graph.Use(_weight))], _bias is null ? null : graph.Use(_bias), _activation);
    }
}
