using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

static unsafe partial class Rows
{
    /// <summary>y = softmax(scale x) in each row, the greatest value subtracted first; rows without gaps, y may be x.</summary>
    /// <remarks>A row of negative infinities alone gives zeros, so that a row whose keys are all masked harms nothing.</remarks>
    public static void Softmax(float* x, float* y, int rows, int columns, float scale = 1)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                SoftmaxLoop<Vector512<float>, Simd512>(x, y, rows, columns, scale);
                break;
            case InstructionSet.Avx2:
                SoftmaxLoop<Vector256<float>, Simd256>(x, y, rows, columns, scale);
                break;
            default:
                SoftmaxLoop<Vector128<float>, Simd128>(x, y, rows, columns, scale);
                break;
        }
    }

    /// <summary>gradInput (+)= scale y (gradOutput - sum(gradOutput y)) in each row, from the saved result y; rows without
    /// gaps, gradInput may be gradOutput unless it accumulates.</summary>
    public static void SoftmaxBackward(
        float* gradOutput, float* y, float* gradInput, int rows, int columns, float scale, bool accumulate)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                SoftmaxBackwardLoop<Vector512<float>, Simd512>(gradOutput, y, gradInput, rows, columns, scale, accumulate);
                break;
            case InstructionSet.Avx2:
                SoftmaxBackwardLoop<Vector256<float>, Simd256>(gradOutput, y, gradInput, rows, columns, scale, accumulate);
                break;
            default:
                SoftmaxBackwardLoop<Vector128<float>, Simd128>(gradOutput, y, gradInput, rows, columns, scale, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void SoftmaxLoop<TVector, TSimd>(float* x, float* y, int rows, int columns, float scale)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var lowest = TSimd.Broadcast(float.NegativeInfinity);
        var factor = TSimd.Broadcast(scale);
        for (var row = 0; row < rows; row++, x += columns, y += columns)
        {
            // Scaled before the comparison, because a negative scale would turn it round.
            var greatest = lowest;
            var j = 0;
            for (; j <= columns - TSimd.Width; j += TSimd.Width)
            {
                greatest = TSimd.Max(greatest, TSimd.Multiply(TSimd.Load(x + j), factor));
            }

            var first = TSimd.First(columns - j);
            if (j < columns)
            {
                var last = TSimd.Multiply(TSimd.LoadPartial(x + j, columns - j), factor);
                greatest = TSimd.Max(greatest, TSimd.Select(first, last, lowest));
            }

            var peak = TSimd.MaxAcross(greatest);
            if (float.IsNegativeInfinity(peak))
            {
                new Span<float>(y, columns).Clear();
                continue;
            }

            var shift = TSimd.Broadcast(-peak);
            var sum = TSimd.Broadcast(0f);
            for (j = 0; j <= columns - TSimd.Width; j += TSimd.Width)
            {
                var value = VectorMath.Exp<TVector, TSimd>(TSimd.MultiplyAdd(TSimd.Load(x + j), factor, shift));
                TSimd.Store(y + j, value);
                sum = TSimd.Add(sum, value);
            }

            if (j < columns)
            {
                var last = TSimd.LoadPartial(x + j, columns - j);
                var value = VectorMath.Exp<TVector, TSimd>(TSimd.MultiplyAdd(last, factor, shift));
                TSimd.StorePartial(y + j, value, columns - j);
                sum = TSimd.Add(sum, TSimd.Select(first, value, TSimd.Broadcast(0f)));
            }

            var share = TSimd.Broadcast(1f / TSimd.Sum(sum));
            for (j = 0; j <= columns - TSimd.Width; j += TSimd.Width)
            {
                TSimd.Store(y + j, TSimd.Multiply(TSimd.Load(y + j), share));
            }

            if (j < columns)
            {
                TSimd.StorePartial(y + j, TSimd.Multiply(TSimd.LoadPartial(y + j, columns - j), share), columns - j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void SoftmaxBackwardLoop<TVector, TSimd>(
        float* gradOutput, float* y, float* gradInput, int rows, int columns, float scale, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var row = 0; row < rows; row++, gradOutput += columns, y += columns, gradInput += columns)
        {
            var sum = TSimd.Broadcast(0f);
            var j = 0;
            for (; j <= columns - TSimd.Width; j += TSimd.Width)
            {
                sum = TSimd.MultiplyAdd(TSimd.Load(gradOutput + j), TSimd.Load(y + j), sum);
            }

            if (j < columns)
            {
                sum = TSimd.MultiplyAdd(TSimd.LoadPartial(gradOutput + j, columns - j), TSimd.LoadPartial(y + j, columns - j), sum);
            }

            var mean = TSimd.Broadcast(TSimd.Sum(sum));
            var factor = TSimd.Broadcast(scale);
            for (j = 0; j <= columns - TSimd.Width; j += TSimd.Width)
            {
                var gradient = TSimd.Multiply(
                    TSimd.Multiply(TSimd.Load(y + j), factor), TSimd.Subtract(TSimd.Load(gradOutput + j), mean));
                TSimd.Store(gradInput + j, accumulate ? TSimd.Add(TSimd.Load(gradInput + j), gradient) : gradient);
            }

            if (j < columns)
            {
                var left = columns - j;
                var gradient = TSimd.Multiply(
                    TSimd.Multiply(TSimd.LoadPartial(y + j, left), factor), TSimd.Subtract(TSimd.LoadPartial(gradOutput + j, left), mean));
                if (accumulate)
                {
                    gradient = TSimd.Add(TSimd.LoadPartial(gradInput + j, left), gradient);
                }

                TSimd.StorePartial(gradInput + j, gradient, left);
            }
        }
    }
}
