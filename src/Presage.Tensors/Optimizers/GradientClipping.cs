using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Optimizers;

/// <summary>Keeps single batches from throwing a model far off.</summary>
public static unsafe class GradientClipping
{
    /// <summary>Scales all gradients together so that their Euclidean norm is at most a bound.</summary>
    /// <param name="parameters">Whose gradients.</param>
    /// <param name="maximum">The bound.</param>
    /// <returns>The norm before; where it is not finite, the gradients are left as they are.</returns>
    public static float ByNorm(ParameterSet parameters, float maximum)
    {
        var length = checked((int)parameters.Length);
        var norm = MathF.Sqrt(Reductions.SumOfSquares(parameters.GradientPointer, length));
        if (norm > maximum && float.IsFinite(norm))
        {
            Elementwise.Scale(parameters.GradientPointer, maximum / norm, parameters.GradientPointer, length);
        }

        return norm;
    }
}
