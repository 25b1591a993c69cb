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
        for (var r = 0; r < rows; r++, source += sourceStride, target += targetStride)
        {
            if (accumulate)
            {
                Elementwise.Accumulate(source, target, columns);
            }
            else
            {
                Elementwise.Copy(source, target, columns);
            }
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
        var a = Vector128.Load(source);
        var b = Vector128.Load(source + sourceStride);
        var c = Vector128.Load(source + 2 * sourceStride);
        var d = Vector128.Load(source + 3 * sourceStride);
        var lowAB = Interleave(a, b, upper: false);
        var highAB = Interleave(a, b, upper: true);
        var lowCD = Interleave(c, d, upper: false);
        var highCD = Interleave(c, d, upper: true);
        Store(Vector128.Create(lowAB.GetLower(), lowCD.GetLower()), target, accumulate);
        Store(Vector128.Create(lowAB.GetUpper(), lowCD.GetUpper()), target + targetStride, accumulate);
        Store(Vector128.Create(highAB.GetLower(), highCD.GetLower()), target + 2 * targetStride, accumulate);
        Store(Vector128.Create(highAB.GetUpper(), highCD.GetUpper()), target + 3 * targetStride, accumulate);
    }

    /// <summary>a0 b0 a1 b1, or a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Interleave(Vector128<float> a, Vector128<float> b, bool upper)
    {
        var (first, second) = upper
            ? (Vector128.Shuffle(a, Vector128.Create(2, 2, 3, 3)), Vector128.Shuffle(b, Vector128.Create(2, 2, 3, 3)))
            : (Vector128.Shuffle(a, Vector128.Create(0, 0, 1, 1)), Vector128.Shuffle(b, Vector128.Create(0, 0, 1, 1)));
        return Vector128.ConditionalSelect(Vector128.Create(-1, 0, -1, 0).AsSingle(), first, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(Vector128<float> value, float* target, bool accumulate) =>
        (accumulate ? Vector128.Load(target) + value : value).Store(target);
}
