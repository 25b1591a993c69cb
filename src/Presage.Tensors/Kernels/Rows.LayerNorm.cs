using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

static unsafe partial class Rows
{
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void LayerNormLoop<TVector, TSimd>(
        float* x, float* gain, float* bias, float* y, float* mean, float* reciprocalDeviation, int rows, int columns, float epsilon)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var whole = columns / TSimd.Width * TSimd.Width;
        var first = TSimd.First(columns - whole);
        for (var row = 0; row < rows; row++, x += columns, y += columns)
        {
            var sum = TSimd.LoadPartial(x + whole, columns - whole);
            for (var j = 0; j < whole; j += TSimd.Width)
            {
                sum = TSimd.Add(sum, TSimd.Load(x + j));
            }

            var center = TSimd.Sum(sum) / columns;
            var shift = TSimd.Broadcast(center);
            var squares = TSimd.Broadcast(0f);
            if (whole < columns)
            {
                var last = TSimd.Select(first, TSimd.Subtract(TSimd.LoadPartial(x + whole, columns - whole), shift), squares);
                squares = TSimd.Multiply(last, last);
            }

            for (var j = 0; j < whole; j += TSimd.Width)
            {
                var value = TSimd.Subtract(TSimd.Load(x + j), shift);
                squares = TSimd.MultiplyAdd(value, value, squares);
            }

            var scale = 1f / MathF.Sqrt(TSimd.Sum(squares) / columns + epsilon);
            mean[row] = center;
            reciprocalDeviation[row] = scale;
            var factor = TSimd.Broadcast(scale);
            for (var j = 0; j < columns; j += TSimd.Width)
            {
                var left = columns - j;
                var value = TSimd.Multiply(TSimd.Subtract(TSimd.LoadPartial(x + j, left), shift), factor);
                var offset = bias == null ? TSimd.Broadcast(0f) : TSimd.LoadPartial(bias + j, left);
                value = gain == null
                    ? TSimd.Add(value, offset)
                    : TSimd.MultiplyAdd(value, TSimd.LoadPartial(gain + j, left), offset);
                TSimd.StorePartial(y + j, value, left);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void LayerNormBackwardLoop<TVector, TSimd>(
        float* gradOutput, float* x, float* gain, float* mean, float* reciprocalDeviation, float* gradInput, bool accumulate,
        float* gradGain, float* gradBias, int rows, int columns)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (nint row = 0; row < rows; row++)
        {
            var (start, shift, scale) = (row * columns, TSimd.Broadcast(mean[row]), TSimd.Broadcast(reciprocalDeviation[row]));
            TVector sum = TSimd.Broadcast(0f), projection = sum;
            for (var j = 0; j < columns; j += TSimd.Width)
            {
                var left = columns - j;
                var outer = TSimd.LoadPartial(gradOutput + start + j, left);
                var normal = TSimd.Multiply(TSimd.Subtract(TSimd.LoadPartial(x + start + j, left), shift), scale);
                if (gradGain != null)
                {
                    TSimd.StorePartial(gradGain + j, TSimd.MultiplyAdd(outer, normal, TSimd.LoadPartial(gradGain + j, left)), left);
                }

                if (gradBias != null)
                {
                    TSimd.StorePartial(gradBias + j, TSimd.Add(outer, TSimd.LoadPartial(gradBias + j, left)), left);
                }

                outer = gain == null ? outer : TSimd.Multiply(outer, TSimd.LoadPartial(gain + j, left));
                sum = TSimd.Add(sum, outer);
                projection = TSimd.MultiplyAdd(outer, normal, projection);
            }

            if (gradInput == null)
            {
                continue;
            }

            var meanGradient = TSimd.Broadcast(TSimd.Sum(sum) / columns);
            var meanProjection = TSimd.Broadcast(TSimd.Sum(projection) / columns);
            for (var j = 0; j < columns; j += TSimd.Width)
            {
                var left = columns - j;
                var outer = TSimd.LoadPartial(gradOutput + start + j, left);
                var normal = TSimd.Multiply(TSimd.Subtract(TSimd.LoadPartial(x + start + j, left), shift), scale);
                outer = gain == null ? outer : TSimd.Multiply(outer, TSimd.LoadPartial(gain + j, left));
                var gradient = TSimd.NegateMultiplyAdd(normal, meanProjection, TSimd.Subtract(outer, meanGradient));
                gradient = TSimd.Multiply(gradient, scale);
                if (accumulate)
                {
                    gradient = TSimd.Add(TSimd.LoadPartial(gradInput + start + j, left), gradient);
                }

                TSimd.StorePartial(gradInput + start + j, gradient, left);
            }
        }
    }
}
