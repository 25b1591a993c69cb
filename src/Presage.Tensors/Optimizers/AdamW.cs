using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Optimizers;

/// <summary>Adam with weights that decay apart from the gradient.</summary>
/// <remarks>
/// <code>
/// m ← β₁ m + (1-β₁) g        v ← β₂ v + (1-β₂) g²
/// w ← w (1 - rate · λ) - rate · m/(1-β₁ᵗ) / (√(v/(1-β₂ᵗ)) + ε)
/// </code>
/// Loshchilov and Hutter 2019 (arXiv:1711.05101), as torch.optim.AdamW computes it: ε = 1e-8.
/// </remarks>
public sealed unsafe class AdamW : Optimizer
{
    const float Epsilon = 1e-8f;

    readonly float _weightDecay;
    readonly float _firstDecay;
    readonly float _secondDecay;

    /// <summary>Starts with moments of 0.</summary>
    /// <param name="parameters">What to optimise; initialised.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    /// <param name="firstDecay">β₁.</param>
    /// <param name="secondDecay">β₂.</param>
    public AdamW(ParameterSet parameters, float weightDecay = 0.01f, float firstDecay = 0.9f, float secondDecay = 0.999f)
        : base(parameters, moments: 2) => (_weightDecay, _firstDecay, _secondDecay) = (weightDecay, firstDecay, secondDecay);

    private protected override void Update(in ParameterRange range, float learningRate)
    {
        var step = new AdamStep(
            learningRate,
            _firstDecay,
            _secondDecay,
            Epsilon,
            range.Decays ? _weightDecay : 0f,
            Decoupled: true,
            (float)(1d - Math.Pow(_firstDecay, Steps)),
            (float)(1d - Math.Pow(_secondDecay, Steps)));
        AdamKernel.Adam(Values(range), Gradients(range), Moment(0, range), Moment(1, range), range.Length, step);
    }
}
