using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Optimizers;

/// <summary>Gradient descent, with momentum and Nesterov's look ahead if wanted.</summary>
/// <remarks>
/// <code>
/// m ← μ m + g
/// w ← w - rate · m             with Nesterov's: w ← w - rate · (g + μ m)
/// </code>
/// As torch.optim.SGD without dampening; m starts at 0.
/// </remarks>
public sealed unsafe class Sgd : Optimizer
{
    readonly float _momentum;
    readonly bool _nesterov;

    /// <summary>Starts without speed.</summary>
    /// <param name="parameters">What to optimise; initialised.</param>
    /// <param name="momentum">μ, in [0, 1).</param>
    /// <param name="nesterov">Whether the gradient counts as if at the place where the momentum leads.</param>
    public Sgd(ParameterSet parameters, float momentum = 0f, bool nesterov = false)
        : base(parameters, momentum > 0f ? 1 : 0)
    {
        if (!(momentum >= 0f && momentum < 1f) || (nesterov && momentum == 0f))
        {
            throw new ArgumentException($"Sgd: a momentum of {momentum}{(nesterov ? " with Nesterov's look ahead" : "")}; it must be in [0, 1).");
        }

        _momentum = momentum;
        _nesterov = nesterov;
    }

    private protected override void Update(in ParameterRange range, float learningRate) =>
        AdamKernel.Sgd(
            Values(range), Gradients(range), _momentum > 0f ? Moment(0, range) : null, range.Length, learningRate, _momentum, _nesterov,
            decay: 0f, gradientScale: 1f);
}
