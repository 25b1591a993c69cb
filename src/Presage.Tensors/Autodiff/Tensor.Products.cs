using Presage.Tensors.Autodiff.Operations;

namespace Presage.Tensors.Autodiff;

/// <content>Matrix products, convolutions and pooling.</content>
public sealed partial class Tensor
{
    /// <summary>The matrix product of the last two axes; leading axes of size 1, or missing ones, repeat.</summary>
    /// <param name="other">[batch…, k, n].</param>
    /// <returns>[batch…, m, n] for [batch…, m, k]: a graph's A [B, 1, N, N] by H [B, T, N, F] gives [B, T, N, F].</returns>
    /// <exception cref="ArgumentException">k or the leading axes differ.</exception>
    public Tensor MatMul(Tensor other) => MatMulOperation.Apply(this, other, MatMulForm.Plain);

    /// <summary>max(0, <see cref="MatMul"/>) in one pass over the product: a graph convolution's last step.</summary>
    /// <param name="other">As there.</param>
    /// <exception cref="ArgumentException">The inner sizes or the leading axes differ.</exception>
    public Tensor MatMulRelu(Tensor other) => MatMulOperation.Apply(this, other, MatMulForm.Plain, rectifies: true);

    /// <summary>This [batch…, m, k] by the transpose of other [batch…, n, k].</summary>
    /// <returns>[batch…, m, n].</returns>
    /// <exception cref="ArgumentException">k or the leading axes differ.</exception>
    public Tensor MatMulTransposed(Tensor other) => MatMulOperation.Apply(this, other, MatMulForm.TransposedRight);

    /// <summary>The transpose of this [batch…, k, m] by other [batch…, k, n].</summary>
    /// <returns>[batch…, m, n].</returns>
    /// <exception cref="ArgumentException">k or the leading axes differ.</exception>
    public Tensor TransposedMatMul(Tensor other) => MatMulOperation.Apply(this, other, MatMulForm.TransposedLeft);

    /// <summary>y[b, t] = Σ_k x[b, t stride + k dilation - before] W[k] + bias, a convolution over time of x [B, T, F].</summary>
    /// <param name="weight">W [K, F, G]; torch.nn.Conv1d's weight is [G, F, K].</param>
    /// <param name="bias">[G], or null.</param>
    /// <param name="padding">What stands beyond the ends, and so how many steps there are before the first.</param>
    /// <param name="dilation">The steps between two taps.</param>
    /// <param name="stride">The steps between two outputs.</param>
    /// <returns>[B, T', G]; T' = T with padding and a stride of 1.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the window is longer than the steps.</exception>
    public Tensor Convolve(Tensor weight, Tensor? bias = null, TimePadding padding = TimePadding.Same, int dilation = 1, int stride = 1) =>
        ConvolutionOperation.Apply(this, weight, bias, padding, dilation, stride);

    /// <summary>The mean of each group of steps of [B, T, F]; the last group may be smaller.</summary>
    /// <param name="factor">The steps in a group.</param>
    /// <param name="axis">The time axis.</param>
    /// <returns>[B, ceil(T/factor), F].</returns>
    /// <exception cref="ArgumentException">The factor is below 1.</exception>
    public Tensor AveragePool(int factor, int axis = 1) =>
        AveragePoolOperation.Apply(this, axis, PoolWindows.SideBySide("AveragePool", Shape, axis, factor));

    /// <summary>The mean of windows of steps, as torch.nn.AvgPool1d without counting the padding.</summary>
    /// <param name="window">The steps in a window.</param>
    /// <param name="stride">The steps between two windows.</param>
    /// <param name="padding">The steps that the first window begins before the axis; at most half a window.</param>
    /// <param name="axis">The time axis.</param>
    /// <returns>[B, (T + 2 padding - window)/stride + 1, F].</returns>
    /// <exception cref="ArgumentException">A number is out of range, or the window is longer than the steps.</exception>
    public Tensor AveragePool(int window, int stride, int padding, int axis = 1) =>
        AveragePoolOperation.Apply(this, axis, PoolWindows.Whole("AveragePool", Shape, axis, window, stride, padding));

    /// <summary>The largest number of each group of steps of [B, T, F]; the last group may be smaller.</summary>
    /// <param name="factor">The steps in a group.</param>
    /// <param name="axis">The time axis.</param>
    /// <returns>[B, ceil(T/factor), F].</returns>
    /// <exception cref="ArgumentException">The factor is below 1.</exception>
    public Tensor MaxPool(int factor, int axis = 1) =>
        MaximumPoolOperation.Apply(this, axis, PoolWindows.SideBySide("MaxPool", Shape, axis, factor));

    /// <summary>The largest number of windows of steps, as torch.nn.MaxPool1d.</summary>
    /// <param name="window">The steps in a window.</param>
    /// <param name="stride">The steps between two windows.</param>
    /// <param name="padding">The steps that the first window begins before the axis; at most half a window.</param>
    /// <param name="axis">The time axis.</param>
    /// <returns>[B, (T + 2 padding - window)/stride + 1, F].</returns>
    /// <exception cref="ArgumentException">A number is out of range, or the window is longer than the steps.</exception>
    public Tensor MaxPool(int window, int stride, int padding, int axis = 1) =>
        MaximumPoolOperation.Apply(this, axis, PoolWindows.Whole("MaxPool", Shape, axis, window, stride, padding));
}
