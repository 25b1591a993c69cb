using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

static unsafe partial class Rows
{
    /// <summary>y = softmax(scale x) in each row, the greatest value subtracted first; rows without gaps, y may be x.</summary>
    /// <remarks>A row of negative infinities alone gives zeros, so that a row whose keys are all masked harms nothing.
    /// The scale is positive.</remarks>
    public static void Softmax(float* x, float* y, int rows, int columns, float scale = 1)
    {
        Debug.Assert(scale > 0, $"Softmax: scale {scale} is not positive");
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

    // Each step is taken by a block of rows before the next: the rows do not depend on each other, and so the processor
    // works on several while it waits for the sum across one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    static void SoftmaxLoop<TVector, TSimd>(float* x, float* y, int rows, int columns, float scale)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        const int Block = 32;
        var numbers = stackalloc float[Block];
        for (; rows > 0; rows -= Block, x += (nint)Block * columns, y += (nint)Block * columns)
        {
            var count = Math.Min(Block, rows);
            for (var row = 0; row < count; row++)
            {
                numbers[row] = scale * Greatest<TVector, TSimd>(x + (nint)row * columns, columns);
            }

            for (var row = 0; row < count; row++)
            {
                var sum = Exponentials<TVector, TSimd>(x + (nint)row * columns, y + (nint)row * columns, columns, scale, numbers[row]);
                numbers[row] = sum > 0 ? 1f / sum : 0f;
            }

            for (var row = 0; row < count; row++)
            {
                var target = y + (nint)row * columns;
                var share = TSimd.Broadcast(numbers[row]);
                var j = 0;
                for (; j <= columns - TSimd.Width; j += TSimd.Width)
                {
                    TSimd.Store(target + j, TSimd.Multiply(TSimd.Load(target + j), share));
                }

                if (j < columns)
                {
                    TSimd.StorePartial(target + j, TSimd.Multiply(TSimd.LoadPartial(target + j, columns - j), share), columns - j);
                }
            }
        }
    }

    [MethodImpl(Inline)]
    static float Greatest<TVector, TSimd>(float* x, int columns)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var greatest = TSimd.Broadcast(float.NegativeInfinity);
        var j = 0;
        for (; j <= columns - TSimd.Width; j += TSimd.Width)
        {
            greatest = TSimd.Max(greatest, TSimd.Load(x + j));
        }

        if (j < columns)
        {
            var last = TSimd.Max(greatest, TSimd.LoadPartial(x + j, columns - j));
            greatest = TSimd.Select(TSimd.First(columns - j), last, greatest);
        }

        return TSimd.MaxAcross(greatest);
    }

    /// <summary>Writes the exponentials of a scaled row less its greatest value and gives their sum.</summary>
    [MethodImpl(Inline)]
    static float Exponentials<TVector, TSimd>(float* x, float* y, int columns, float scale, float greatest)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        // With nothing but negative infinity in the row, any finite shift makes every exponential 0.
        var shift = TSimd.Broadcast(float.IsNegativeInfinity(greatest) ? 0f : -greatest);
        var factor = TSimd.Broadcast(scale);
        var sum = TSimd.Broadcast(0f);
        var j = 0;
        for (; j <= columns - TSimd.Width; j += TSimd.Width)
        {
            var value = VectorMath.Exp<TVector, TSimd>(TSimd.MultiplyAdd(TSimd.Load(x + j), factor, shift));
            TSimd.Store(y + j, value);
            sum = TSimd.Add(sum, value);
        }

        if (j < columns)
        {
            var value = VectorMath.Exp<TVector, TSimd>(TSimd.MultiplyAdd(TSimd.LoadPartial(x + j, columns - j), factor, shift));
            TSimd.StorePartial(y + j, value, columns - j);
            sum = TSimd.Add(sum, TSimd.Select(TSimd.First(columns - j), value, TSimd.Broadcast(0f)));
        }

        return TSimd.Sum(sum);
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
