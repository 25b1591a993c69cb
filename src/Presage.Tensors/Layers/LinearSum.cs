using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Layers;

/// <summary>y = act(x₁W₁ + x₂W₂ + b): two inputs, each with its own weight; a linear layer on their concatenation without concatenating.</summary>
public sealed class LinearSum : Layer
{
    readonly Parameter _firstWeight;  // [firstInputs, outputs]
    readonly Parameter _secondWeight; // [secondInputs, outputs]
    readonly Parameter _bias;         // [outputs]
    readonly Activation _activation;

    /// <summary>Declares the parameters <c>firstWeight</c>, <c>secondWeight</c> and <c>bias</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="firstInputs">The size of the last axis of the first input.</param>
    /// <param name="secondInputs">The size of the last axis of the second input.</param>
    /// <param name="outputs">The size of the last axis of the output.</param>
    /// <param name="activation">Applied to the sum.</param>
    /// <param name="initializer">How the weights start; null for uniform in ±1/√(firstInputs + secondInputs), as the bias always does.</param>
    public LinearSum(
        ParameterScope scope,
        int firstInputs,
        int secondInputs,
        int outputs,
        Activation activation = Activation.None,
        Initializer? initializer = null)
    {
        var usual = Initializers.InverseRoot(firstInputs + secondInputs);
        initializer ??= usual;
        _firstWeight = scope.Declare("firstWeight", new Shape(firstInputs, outputs), initializer);
        _secondWeight = scope.Declare("secondWeight", new Shape(secondInputs, outputs), initializer);
        _bias = scope.Declare("bias", new Shape(outputs), usual);
        _activation = activation;
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="first">[…, firstInputs].</param>
    /// <param name="second">[…, secondInputs], with the same leading axes.</param>
    /// <returns>[…, outputs].</returns>
    public Tensor Apply(Tensor first, Tensor second)
    {
        var graph = first.Graph;
        return LinearOperation.Apply(
            [(first, graph.Use(_firstWeight)), (second, graph.Use(_secondWeight))], graph.Use(_bias), _activation);
    }
}
