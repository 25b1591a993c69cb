using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>One number spread over a row or a column of a matrix without gaps: the gradient of a sum.</summary>
static unsafe class SpreadLoops
{
    /// <summary>target[r, j] (+)= scale source[r].</summary>
    public static void OverRows(float* source, int rows, int columns, float scale, float* target, bool accumulate)
    {
        for (var r = 0; r < rows; r++)
        {
            Spread(source + r, 0, 1, columns, scale, target + (nint)r * columns, accumulate);
        }
    }

    /// <summary>target[r, j] (+)= scale source[j].</summary>
    public static void OverColumns(float* source, int rows, int columns, float scale, float* target, bool accumulate) =>
        Spread(source, 1, rows, columns, scale, target, accumulate);

    /// <summary>target[r, j] (+)= scale source[j step] for a step of 0 or 1.</summary>
    static void Spread(float* source, int step, int rows, int columns, float scale, float* target, bool accumulate)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                Spread<Vector512<float>, Simd512>(source, step, rows, columns, scale, target, accumulate);
                break;
            case InstructionSet.Avx2:
                Spread<Vector256<float>, Simd256>(source, step, rows, columns, scale, target, accumulate);
                break;
            default:
                Spread<Vector128<float>, Simd128>(source, step, rows, columns, scale, target, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Spread<TVector, TSimd>(float* source, int step, int rows, int columns, float scale, float* target, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var factor = TSimd.Broadcast(scale);
        for (var r = 0; r < rows; r++, target += columns)
        {
            for (var i = 0; i < columns; i += TSimd.Width)
            {
                var count = columns - i;
                var value = step == 0 ? TSimd.Broadcast(*source) : VectorMemory.Load<TVector, TSimd>(source + i, count);
                value = TSimd.Multiply(value, factor);
                VectorMemory.Add<TVector, TSimd>(target + i, value, count, accumulate);
            }
        }
    }
}
