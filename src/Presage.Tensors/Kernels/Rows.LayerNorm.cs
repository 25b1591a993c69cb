using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

static unsafe partial class Rows
{
    const int NormBlock = 32;

    /// <summary>y = gain (x - mean) reciprocalDeviation + bias with mean and population variance of each row.</summary>
    /// <param name="x">[rows, columns] without gaps.</param>
    /// <param name="gain">[columns], or null for 1.</param>
    /// <param name="bias">[columns], or null for 0.</param>
    /// <param name="y">[rows, columns] without gaps; may be x if there will be no backward pass.</param>
    /// <param name="mean">[rows], saved for the backward pass.</param>
    /// <param name="reciprocalDeviation">[rows]: 1 / sqrt(variance + epsilon), saved for the backward pass.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="epsilon">What keeps a constant row finite.</param>
    public static void LayerNorm(
        float* x, float* gain, float* bias, float* y, float* mean, float* reciprocalDeviation, int rows, int columns, float epsilon)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                LayerNormLoop<Vector512<float>, Simd512>(x, gain, bias, y, mean, reciprocalDeviation, rows, columns, epsilon);
                break;
            case InstructionSet.Avx2:
                LayerNormLoop<Vector256<float>, Simd256>(x, gain, bias, y, mean, reciprocalDeviation, rows, columns, epsilon);
                break;
            default:
                LayerNormLoop<Vector128<float>, Simd128>(x, gain, bias, y, mean, reciprocalDeviation, rows, columns, epsilon);
                break;
        }
    }

    /// <summary>The gradients of <see cref="LayerNorm"/> from its input and what it saved.</summary>
    /// <param name="gradOutput">[rows, columns].</param>
    /// <param name="x">[rows, columns], the input.</param>
    /// <param name="gain">[columns], or null for 1.</param>
    /// <param name="mean">[rows], saved.</param>
    /// <param name="reciprocalDeviation">[rows], saved.</param>
    /// <param name="gradInput">[rows, columns], or null; may be gradOutput unless it accumulates.</param>
    /// <param name="accumulate">Whether gradInput is added to or overwritten.</param>
    /// <param name="gradGain">[columns], added to; or null.</param>
    /// <param name="gradBias">[columns], added to; or null.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    public static void LayerNormBackward(
        float* gradOutput, float* x, float* gain, float* mean, float* reciprocalDeviation, float* gradInput, bool accumulate,
        float* gradGain, float* gradBias, int rows, int columns)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                LayerNormBackwardLoop<Vector512<float>, Simd512>(
                    gradOutput, x, gain, mean, reciprocalDeviation, gradInput, accumulate, gradGain, gradBias, rows, columns);
                break;
            case InstructionSet.Avx2:
                LayerNormBackwardLoop<Vector256<float>, Simd256>(
                    gradOutput, x, gain, mean, reciprocalDeviation, gradInput, accumulate, gradGain, gradBias, rows, columns);
                break;
            default:
                LayerNormBackwardLoop<Vector128<float>, Simd128>(
                    gradOutput, x, gain, mean, reciprocalDeviation, gradInput, accumulate, gradGain, gradBias, rows, columns);
                break;
        }
    }

    // Each step is taken by a block of rows before the next, as in the softmax: the sums across rows then overlap.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void LayerNormLoop<TVector, TSimd>(
        float* x, float* gain, float* bias, float* y, float* mean, float* reciprocalDeviation, int rows, int columns, float epsilon)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var start = 0; start < rows; start += NormBlock)
        {
            var end = Math.Min(rows, start + NormBlock);
            for (nint row = start; row < end; row++)
            {
                mean[row] = RowSum<TVector, TSimd>(x + row * columns, columns) / columns;
            }

            for (nint row = start; row < end; row++)
            {
                var variance = SquaredDistance<TVector, TSimd>(x + row * columns, columns, mean[row]) / columns;
                reciprocalDeviation[row] = 1f / MathF.Sqrt(variance + epsilon);
            }

            for (nint row = start; row < end; row++)
            {
                var (source, shift, factor) = (row * columns, TSimd.Broadcast(mean[row]), TSimd.Broadcast(reciprocalDeviation[row]));
                for (var j = 0; j < columns; j += TSimd.Width)
                {
                    var left = columns - j;
                    var value = TSimd.Multiply(TSimd.Subtract(TSimd.LoadPartial(x + source + j, left), shift), factor);
                    var offset = bias == null ? TSimd.Broadcast(0f) : TSimd.LoadPartial(bias + j, left);
                    value = gain == null
                        ? TSimd.Add(value, offset)
                        : TSimd.MultiplyAdd(value, TSimd.LoadPartial(gain + j, left), offset);
                    TSimd.StorePartial(y + source + j, value, left);
                }
            }
        }
    }

    [MethodImpl(Inline)]
    static float RowSum<TVector, TSimd>(float* x, int columns)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var sum = TSimd.Broadcast(0f);
        for (var j = 0; j < columns; j += TSimd.Width)
        {
            sum = TSimd.Add(sum, TSimd.LoadPartial(x + j, columns - j));
        }

        return TSimd.Sum(sum);
    }

    [MethodImpl(Inline)]
    static float SquaredDistance<TVector, TSimd>(float* x, int columns, float center)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var (shift, sum) = (TSimd.Broadcast(center), TSimd.Broadcast(0f));
        var j = 0;
        for (; j <= columns - TSimd.Width; j += TSimd.Width)
        {
            var value = TSimd.Subtract(TSimd.Load(x + j), shift);
            sum = TSimd.MultiplyAdd(value, value, sum);
        }

        if (j < columns)
        {
            var value = TSimd.Subtract(TSimd.LoadPartial(x + j, columns - j), shift);
            sum = TSimd.Select(TSimd.First(columns - j), TSimd.MultiplyAdd(value, value, sum), sum);
        }

        return TSimd.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    static void LayerNormBackwardLoop<TVector, TSimd>(
        float* gradOutput, float* x, float* gain, float* mean, float* reciprocalDeviation, float* gradInput, bool accumulate,
        float* gradGain, float* gradBias, int rows, int columns)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        float* means = stackalloc float[NormBlock], projections = stackalloc float[NormBlock];
        for (nint start = 0; start < rows; start += NormBlock)
        {
            var count = (int)Math.Min(NormBlock, rows - start);
            float* outer = gradOutput + start * columns, source = x + start * columns;
            float* center = mean + start, scale = reciprocalDeviation + start;
            for (nint row = 0; row < count; row++)
            {
                var (first, shift, factor) = (row * columns, TSimd.Broadcast(center[row]), TSimd.Broadcast(scale[row]));
                TVector sum = TSimd.Broadcast(0f), projection = sum;
                for (var j = 0; j < columns; j += TSimd.Width)
                {
                    var left = columns - j;
                    var gradient = TSimd.LoadPartial(outer + first + j, left);
                    var normal = TSimd.Multiply(TSimd.Subtract(TSimd.LoadPartial(source + first + j, left), shift), factor);
                    if (gradGain != null)
                    {
                        TSimd.StorePartial(gradGain + j, TSimd.MultiplyAdd(gradient, normal, TSimd.LoadPartial(gradGain + j, left)), left);
                    }

                    if (gradBias != null)
                    {
                        TSimd.StorePartial(gradBias + j, TSimd.Add(gradient, TSimd.LoadPartial(gradBias + j, left)), left);
                    }

                    gradient = gain == null ? gradient : TSimd.Multiply(gradient, TSimd.LoadPartial(gain + j, left));
                    sum = TSimd.Add(sum, gradient);
                    projection = TSimd.MultiplyAdd(gradient, normal, projection);
                }

                means[row] = TSimd.Sum(sum) / columns;
                projections[row] = TSimd.Sum(projection) / columns;
            }

            for (nint row = 0; row < count && gradInput != null; row++)
            {
                var (first, shift, factor) = (row * columns, TSimd.Broadcast(center[row]), TSimd.Broadcast(scale[row]));
                var (meanGradient, meanProjection) = (TSimd.Broadcast(means[row]), TSimd.Broadcast(projections[row]));
                var target = gradInput + start * columns + first;
                for (var j = 0; j < columns; j += TSimd.Width)
                {
                    var left = columns - j;
                    var gradient = TSimd.LoadPartial(outer + first + j, left);
                    gradient = gain == null ? gradient : TSimd.Multiply(gradient, TSimd.LoadPartial(gain + j, left));
                    var normal = TSimd.Multiply(TSimd.Subtract(TSimd.LoadPartial(source + first + j, left), shift), factor);
                    gradient = TSimd.NegateMultiplyAdd(normal, meanProjection, TSimd.Subtract(gradient, meanGradient));
                    gradient = TSimd.Multiply(gradient, factor);
                    if (accumulate)
                    {
                        gradient = TSimd.Add(TSimd.LoadPartial(target + j, left), gradient);
                    }

                    TSimd.StorePartial(target + j, gradient, left);
                }
            }
        }
    }
}
