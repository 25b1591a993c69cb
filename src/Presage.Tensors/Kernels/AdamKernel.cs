using System.Runtime.CompilerServices;

namespace Presage.Tensors.Kernels;

/// <summary>Steps of the optimisers over flat buffers: one pass reads and writes each number once.</summary>
static unsafe partial class AdamKernel
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>A step of Adam or AdamW with the bias corrections of the step given.</summary>
    /// <remarks>
    /// <code>
    /// g  = gradientScale gradient (+ decay w, if not decoupled)
    /// m  = beta1 m + (1 - beta1) g         v = beta2 v + (1 - beta2) g^2
    /// w  = w (1 - rate decay, if decoupled) - rate (m / correction1) / (sqrt(v / correction2) + epsilon)
    /// </code>
    /// Adam of Kingma and Ba 2014 (arXiv:1412.6980); decoupled decay of Loshchilov and Hutter 2017 (arXiv:1711.05101), as
    /// PyTorch computes both.
    /// </remarks>
    public static void Adam(float* weights, float* gradient, float* m, float* v, int n, AdamStep step) =>
        Run(weights, gradient, m, v, n, new AdamOperator(step));

    /// <summary>A step of gradient descent: b = momentum b + g, w = w - rate b; without momentum the buffer may be null.</summary>
    /// <remarks>g = gradientScale gradient + decay w. Nesterov's form moves by g + momentum b.</remarks>
    public static void Sgd(
        float* weights, float* gradient, float* momentumBuffer, int n, float rate, float momentum, bool nesterov, float decay,
        float gradientScale)
    {
        if (momentumBuffer == null)
        {
            ElementwiseLoops.Binary(weights, gradient, weights, n, new DescentOperator(rate, decay, gradientScale));
        }
        else
        {
            Run(weights, gradient, momentumBuffer, momentumBuffer, n, new MomentumOperator(rate, momentum, nesterov, decay, gradientScale));
        }
    }

    /// <summary>A step of AdaGrad: s = s + g^2, w = w - rate g / (sqrt s + epsilon) with g = gradientScale gradient + decay w.</summary>
    public static void AdaGrad(
        float* weights, float* gradient, float* squares, int n, float rate, float epsilon, float decay, float gradientScale) =>
        Run(weights, gradient, squares, squares, n, new AdaGradOperator(rate, epsilon, decay, gradientScale));

    /// <summary>average = decay average + (1 - decay) weights.</summary>
    public static void MovingAverage(float* weights, float* average, int n, float decay) =>
        ElementwiseLoops.Binary(weights, average, average, n, new MovingAverageOperator(decay));

    /// <summary>The sum of the squares of a gradient.</summary>
    public static float SquaredNorm(float* gradient, int n) => Reductions.SumOfSquares(gradient, n);
}
