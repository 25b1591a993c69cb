using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Moves blocks of rows between arrays: copies, sums and transposes.</summary>
static unsafe class BlockLoops
{
    // A tile whose rows and columns both stay in the first cache while it is turned.
    const int Tile = 32;

    /// <summary>target[r, j] (+)= source[r, j], with any distances between rows.</summary>
    public static void Copy(
        int rows, int columns, float* source, long sourceStride, float* target, long targetStride, bool accumulate)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                CopyLoop<Vector512<float>, Simd512>(rows, columns, source, (nint)sourceStride, target, (nint)targetStride, accumulate);
                break;
            case InstructionSet.Avx2:
                CopyLoop<Vector256<float>, Simd256>(rows, columns, source, (nint)sourceStride, target, (nint)targetStride, accumulate);
                break;
            default:
                CopyLoop<Vector128<float>, Simd128>(rows, columns, source, (nint)sourceStride, target, (nint)targetStride, accumulate);
                break;
        }
    }

    /// <summary>target[j, r] (+)= source[r, j], with any distances between rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(
        int rows, int columns, float* source, long sourceStride, float* target, long targetStride, bool accumulate)
    {
        for (var r = 0; r < rows; r += Tile)
        {
            for (var j = 0; j < columns; j += Tile)
            {
                TransposeTile(
                    Math.Min(Tile, rows - r), Math.Min(Tile, columns - j), source + r * sourceStride + j, (nint)sourceStride,
                    target + j * targetStride + r, (nint)targetStride, accumulate);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void TransposeTile(int rows, int columns, float* source, nint sourceStride, float* target, nint targetStride, bool accumulate)
    {
        var wholeRows = rows & ~3;
        var wholeColumns = columns & ~3;
        for (var r = 0; r < wholeRows; r += 4)
        {
            for (var j = 0; j < wholeColumns; j += 4)
            {
                TransposeSquare(source + r * sourceStride + j, sourceStride, target + j * targetStride + r, targetStride, accumulate);
            }
        }

        for (var r = 0; r < rows; r++)
        {
            for (var j = r < wholeRows ? wholeColumns : 0; j < columns; j++)
            {
                var place = target + j * targetStride + r;
                *place = (accumulate ? *place : 0f) + source[r * sourceStride + j];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void TransposeSquare(float* source, nint sourceStride, float* target, nint targetStride, bool accumulate)
    {
        var square = new TransposedSquare(source, sourceStride);
        Store(square.First, target, accumulate);
        Store(square.Second, target + targetStride, accumulate);
        Store(square.Third, target + 2 * targetStride, accumulate);
        Store(square.Fourth, target + 3 * targetStride, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(Vector128<float> value, float* target, bool accumulate) =>
        (accumulate ? Vector128.Load(target) + value : value).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void CopyLoop<TVector, TSimd>(
        int rows, int columns, float* source, nint sourceStride, float* target, nint targetStride, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var r = 0; r < rows; r++, source += sourceStride, target += targetStride)
        {
            for (var j = 0; j < columns; j += TSimd.Width)
            {
                var value = VectorMemory.Load<TVector, TSimd>(source + j, columns - j);
                VectorMemory.Add<TVector, TSimd>(target + j, value, columns - j, accumulate);
            }
        }
    }
}
