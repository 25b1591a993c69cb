using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Layers;

/// <summary>Two linear layers with an activation and dropout between them, on each row alone: act(x W₁ + b₁) W₂ + b₂.</summary>
public sealed class FeedForward : Layer
{
    readonly Linear _first;
    readonly Linear _second;
    readonly Dropout _dropout;

    /// <summary>Declares <c>first</c> and <c>second</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="inputs">The size of the last axis of the input.</param>
    /// <param name="hidden">The width between the two.</param>
    /// <param name="outputs">The size of the last axis of the output.</param>
    /// <param name="activation">Applied between the two.</param>
    /// <param name="dropout">The share of the hidden values that is dropped.</param>
    public FeedForward(
        ParameterScope scope, int inputs, int hidden, int outputs, Activation activation = Activation.Gelu, float dropout = 0f)
    {
        _first = new Linear(scope / "first", inputs, hidden, activation);
        _second = new Linear(scope / "second", hidden, outputs);
        _dropout = new Dropout(dropout);
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[…, inputs].</param>
    /// <returns>[…, outputs].</returns>
    public Tensor Apply(Tensor input) => _second.Apply(_dropout.Apply(_first.Apply(input)));
}
