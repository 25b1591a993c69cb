using Presage.Tensors.Kernels;
using Presage.Tensors.Memory;

namespace Presage.Tensors.Optimizers;

/// <summary>Seeks weights whose whole neighbourhood has a low loss: steps by the gradient at the worst point nearby.</summary>
/// <remarks>
/// <code>
/// g  = ∇L(w)
/// w⁺ = w + ρ g/‖g‖
/// g⁺ = ∇L(w⁺)         then the inner optimiser steps from w with g⁺
/// </code>
/// Foret et al. 2021 (arXiv:2010.01412); the norm is over all parameters together. A step costs two gradients.
/// </remarks>
public sealed unsafe class SharpnessAware : IDisposable
{
    readonly Optimizer _inner;
    readonly float _radius;
    readonly NativeBuffer _weights;

    /// <summary>Wraps an optimiser.</summary>
    /// <param name="inner">What steps in the end; its state is its own to save.</param>
    /// <param name="radius">ρ, usually from 0.05 to 0.5.</param>
    public SharpnessAware(Optimizer inner, float radius)
    {
        if (!(radius > 0f))
        {
            throw new ArgumentException($"SharpnessAware: a radius of {radius}; it must be above 0.");
        }

        _inner = inner;
        _radius = radius;
        _weights = new NativeBuffer(inner.Parameters.Length);
    }

    /// <summary>Changes every parameter.</summary>
    /// <param name="learningRate">The size of the inner optimiser's step.</param>
    /// <param name="computeGradients">Computes the loss of the batch and its gradients at the weights as they are; called twice.</param>
    /// <returns>The loss before the step.</returns>
    public double Step(float learningRate, Func<double> computeGradients)
    {
        var parameters = _inner.Parameters;
        var loss = computeGradients();
        var length = checked((int)parameters.Length);
        var norm = MathF.Sqrt(Reductions.SumOfSquares(parameters.GradientPointer, length));
        if (norm > 0f && float.IsFinite(norm))
        {
            parameters.Values.CopyTo(_weights.Span());
            Elementwise.Axpy(_radius / norm, parameters.GradientPointer, parameters.ValuePointer, length);
            parameters.MarkChanged();
            computeGradients();
            _weights.Span().CopyTo(parameters.Values);
        }

        _inner.Step(learningRate);
        return loss;
    }

    /// <inheritdoc />
    public void Dispose() => _weights.Dispose();
}
