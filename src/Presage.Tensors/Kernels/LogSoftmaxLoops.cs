using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>The logarithm of the softmax of rows without gaps, with the row's largest number subtracted first, and its gradient.</summary>
static unsafe class LogSoftmaxLoops
{
    /// <summary>y = x - m - log Σ e^(x - m).</summary>
    public static void Forward(float* x, float* y, int rows, int columns)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                Forward<Vector512<float>, Simd512>(x, y, rows, columns);
                break;
            case InstructionSet.Avx2:
                Forward<Vector256<float>, Simd256>(x, y, rows, columns);
                break;
            default:
                Forward<Vector128<float>, Simd128>(x, y, rows, columns);
                break;
        }
    }

    /// <summary>gradInput (+)= gradOutput - e^y Σ gradOutput.</summary>
    public static void Backward(float* gradOutput, float* y, float* gradInput, int rows, int columns, bool accumulate)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                Backward<Vector512<float>, Simd512>(gradOutput, y, gradInput, rows, columns, accumulate);
                break;
            case InstructionSet.Avx2:
                Backward<Vector256<float>, Simd256>(gradOutput, y, gradInput, rows, columns, accumulate);
                break;
            default:
                Backward<Vector128<float>, Simd128>(gradOutput, y, gradInput, rows, columns, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Forward<TVector, TSimd>(float* x, float* y, int rows, int columns)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var row = 0; row < rows; row++, x += columns, y += columns)
        {
            var largest = Reductions.Maximum(x, columns);
            var shift = TSimd.Broadcast(largest);
            var sums = TSimd.Broadcast(0f);
            var i = 0;
            for (; i <= columns - TSimd.Width; i += TSimd.Width)
            {
                sums = TSimd.Add(sums, VectorMath.Exp<TVector, TSimd>(TSimd.Subtract(TSimd.Load(x + i), shift)));
            }

            if (i < columns)
            {
                // The lanes beyond the end hold e^-m: y takes the others, and gives them back with zeros.
                var powers = VectorMath.Exp<TVector, TSimd>(TSimd.Subtract(TSimd.LoadPartial(x + i, columns - i), shift));
                TSimd.StorePartial(y + i, powers, columns - i);
                sums = TSimd.Add(sums, TSimd.LoadPartial(y + i, columns - i));
            }

            Elementwise.AddScalar(x, -(largest + MathF.Log(TSimd.Sum(sums))), y, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Backward<TVector, TSimd>(float* gradOutput, float* y, float* gradInput, int rows, int columns, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var row = 0; row < rows; row++, gradOutput += columns, y += columns, gradInput += columns)
        {
            var sum = TSimd.Broadcast(Reductions.Sum(gradOutput, columns));
            for (var i = 0; i < columns; i += TSimd.Width)
            {
                var probability = VectorMath.Exp<TVector, TSimd>(VectorMemory.Load<TVector, TSimd>(y + i, columns - i));
                var value = TSimd.NegateMultiplyAdd(probability, sum, VectorMemory.Load<TVector, TSimd>(gradOutput + i, columns - i));
                VectorMemory.Add<TVector, TSimd>(gradInput + i, value, columns - i, accumulate);
            }
        }
    }
}
