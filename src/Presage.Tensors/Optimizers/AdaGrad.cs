using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Optimizers;

/// <summary>Steps that shrink with the sum of all squared gradients so far: v ← v + g², w ← w - rate · g/(√v + ε).</summary>
/// <remarks>Duchi et al. 2011, as torch.optim.Adagrad computes it: ε = 1e-10, no decay of the rate.</remarks>
public sealed unsafe class AdaGrad : Optimizer
{
    const float Epsilon = 1e-10f;

    /// <summary>Starts with sums of 0.</summary>
    /// <param name="parameters">What to optimise; initialised.</param>
    public AdaGrad(ParameterSet parameters)
        : base(parameters, moments: 1)
    {
    }

    private protected override void Update(in ParameterRange range, float learningRate) =>
        AdamKernel.AdaGrad(
            Values(range), Gradients(range), Moment(0, range), range.Length, learningRate, Epsilon, decay: 0f, gradientScale: 1f);
}
