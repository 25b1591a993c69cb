using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Optimizers;

/// <summary>Adam: steps of the size of the learning rate, whatever the size of the gradients; a penalty on the weights is part of the gradient.</summary>
/// <remarks>
/// <code>
/// g ← g + λ w
/// m ← β₁ m + (1-β₁) g        v ← β₂ v + (1-β₂) g²
/// w ← w - rate · m/(1-β₁ᵗ) / (√(v/(1-β₂ᵗ)) + ε)
/// </code>
/// Kingma and Ba 2015 (arXiv:1412.6980), as torch.optim.Adam computes it: ε = 1e-8. <see cref="AdamW"/> keeps the penalty apart.
/// </remarks>
public sealed unsafe class Adam : Optimizer
{
    const float Epsilon = 1e-8f;

    readonly float _penalty;
    readonly float _firstDecay;
    readonly float _secondDecay;

    /// <summary>Starts with moments of 0.</summary>
    /// <param name="parameters">What to optimise; initialised.</param>
    /// <param name="penalty">λ, at least 0.</param>
    /// <param name="firstDecay">β₁.</param>
    /// <param name="secondDecay">β₂.</param>
    public Adam(ParameterSet parameters, float penalty = 0f, float firstDecay = 0.9f, float secondDecay = 0.999f)
        : base(parameters, moments: 2) => (_penalty, _firstDecay, _secondDecay) = (penalty, firstDecay, secondDecay);

    private protected override void Update(in ParameterRange range, float learningRate)
    {
        var step = new AdamStep(
            learningRate,
            _firstDecay,
            _secondDecay,
            Epsilon,
            range.Decays ? _penalty : 0f,
            Decoupled: false,
            (float)(1d - Math.Pow(_firstDecay, Steps)),
            (float)(1d - Math.Pow(_secondDecay, Steps)));
        AdamKernel.Adam(Values(range), Gradients(range), Moment(0, range), Moment(1, range), range.Length, step);
    }
}
