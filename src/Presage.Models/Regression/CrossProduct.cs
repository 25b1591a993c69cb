using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Presage.Models.Regression;

/// <summary>Sums of outer products in double precision: C += Aᵀ B over rows.</summary>
/// <remarks>
/// Widths are padded to whole tiles by the caller, so that no tail is needed. The sum runs over rows in their order
/// whatever the vector width; fused multiply-add throughout, so every machine that has it gives the same bits.
/// </remarks>
static class CrossProduct
{
    /// <summary>Widths are multiples of this many doubles.</summary>
    public const int Lane = 8;

    const int TileRows = 8;

    /// <summary>Rounds a width up to whole lanes.</summary>
    public static int Pad(int width) => (width + Lane - 1) / Lane * Lane;

    /// <summary>C += Aᵀ B.</summary>
    /// <param name="rows">R.</param>
    /// <param name="left">[R, P].</param>
    /// <param name="leftWidth">P, whole lanes.</param>
    /// <param name="right">[R, Q].</param>
    /// <param name="rightWidth">Q, whole lanes.</param>
    /// <param name="sums">[P, Q].</param>
    public static void Add(
        int rows, ReadOnlySpan<double> left, int leftWidth, ReadOnlySpan<double> right, int rightWidth, Span<double> sums)
    {
        for (int i = 0; i < leftWidth; i += TileRows)
        {
            AddStripe(rows, left, leftWidth, i, right, rightWidth, 0, sums);
        }
    }

    /// <summary>C += Aᵀ A, only on and above the diagonal (and up to a tile below it).</summary>
    /// <param name="rows">R.</param>
    /// <param name="values">[R, P].</param>
    /// <param name="width">P, whole lanes.</param>
    /// <param name="sums">[P, P].</param>
    public static void AddSymmetric(int rows, ReadOnlySpan<double> values, int width, Span<double> sums)
    {
        for (int i = 0; i < width; i += TileRows)
        {
            AddStripe(rows, values, width, i, values, width, i, sums);
        }
    }

    // Eight rows of C, from a column to the last: three lanes at a time, then one.
    static void AddStripe(
        int rows, ReadOnlySpan<double> left, int leftWidth, int i, ReadOnlySpan<double> right, int rightWidth, int firstColumn, Span<double> sums)
    {
        if (left.Length < rows * leftWidth || right.Length < rows * rightWidth || sums.Length < leftWidth * rightWidth
            || leftWidth % Lane != 0 || rightWidth % Lane != 0)
        {
            throw new ArgumentException($"{rows} rows of {leftWidth} x {rightWidth}: {left.Length}, {right.Length} and {sums.Length} values.", nameof(rows));
        }

        ref double a = ref Unsafe.Add(ref MemoryMarshal.GetReference(left), i);
        ref double b = ref MemoryMarshal.GetReference(right);
        ref double c = ref Unsafe.Add(ref MemoryMarshal.GetReference(sums), i * rightWidth);
        int j = firstColumn;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; j + (3 * Lane) <= rightWidth; j += 3 * Lane)
            {
                Tile512(rows, ref a, leftWidth, ref Unsafe.Add(ref b, j), rightWidth, ref Unsafe.Add(ref c, j));
            }

            for (; j < rightWidth; j += Lane)
            {
                Tile512Narrow(rows, ref a, leftWidth, ref Unsafe.Add(ref b, j), rightWidth, ref Unsafe.Add(ref c, j));
            }
        }

        for (; j < rightWidth; j += Lane)
        {
            for (int half = 0; half < TileRows; half += 4)
            {
                Tile256(rows, ref Unsafe.Add(ref a, half), leftWidth, ref Unsafe.Add(ref b, j), rightWidth, ref Unsafe.Add(ref c, (half * rightWidth) + j));
            }
        }
    }

    // 8 x 24 sums in 24 registers.
    static void Tile512(int rows, ref double a, int leftWidth, ref double b, int rightWidth, ref double c)
    {
        Vector512<double> s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default;
        Vector512<double> s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default;
        Vector512<double> s40 = default, s41 = default, s42 = default, s50 = default, s51 = default, s52 = default;
        Vector512<double> s60 = default, s61 = default, s62 = default, s70 = default, s71 = default, s72 = default;
        for (int row = 0; row < rows; row++)
        {
            var b0 = Vector512.LoadUnsafe(ref b);
            var b1 = Vector512.LoadUnsafe(ref b, 8);
            var b2 = Vector512.LoadUnsafe(ref b, 16);
            Row(ref a, 0, b0, b1, b2, ref s00, ref s01, ref s02);
            Row(ref a, 1, b0, b1, b2, ref s10, ref s11, ref s12);
            Row(ref a, 2, b0, b1, b2, ref s20, ref s21, ref s22);
            Row(ref a, 3, b0, b1, b2, ref s30, ref s31, ref s32);
            Row(ref a, 4, b0, b1, b2, ref s40, ref s41, ref s42);
            Row(ref a, 5, b0, b1, b2, ref s50, ref s51, ref s52);
            Row(ref a, 6, b0, b1, b2, ref s60, ref s61, ref s62);
            Row(ref a, 7, b0, b1, b2, ref s70, ref s71, ref s72);
            a = ref Unsafe.Add(ref a, leftWidth);
            b = ref Unsafe.Add(ref b, rightWidth);
        }

        Store(ref c, 0 * rightWidth, s00, s01, s02);
        Store(ref c, 1 * rightWidth, s10, s11, s12);
        Store(ref c, 2 * rightWidth, s20, s21, s22);
        Store(ref c, 3 * rightWidth, s30, s31, s32);
        Store(ref c, 4 * rightWidth, s40, s41, s42);
        Store(ref c, 5 * rightWidth, s50, s51, s52);
        Store(ref c, 6 * rightWidth, s60, s61, s62);
        Store(ref c, 7 * rightWidth, s70, s71, s72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Row(
        ref double a, int offset, Vector512<double> b0, Vector512<double> b1, Vector512<double> b2,
        ref Vector512<double> s0, ref Vector512<double> s1, ref Vector512<double> s2)
    {
        var value = Vector512.Create(Unsafe.Add(ref a, offset));
        s0 = Vector512.FusedMultiplyAdd(value, b0, s0);
        s1 = Vector512.FusedMultiplyAdd(value, b1, s1);
        s2 = Vector512.FusedMultiplyAdd(value, b2, s2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(ref double c, int offset, Vector512<double> s0, Vector512<double> s1, Vector512<double> s2)
    {
        ref double to = ref Unsafe.Add(ref c, offset);
        (Vector512.LoadUnsafe(ref to) + s0).StoreUnsafe(ref to);
        (Vector512.LoadUnsafe(ref to, 8) + s1).StoreUnsafe(ref to, 8);
        (Vector512.LoadUnsafe(ref to, 16) + s2).StoreUnsafe(ref to, 16);
    }

    // 8 x 8 sums.
    static void Tile512Narrow(int rows, ref double a, int leftWidth, ref double b, int rightWidth, ref double c)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int row = 0; row < rows; row++)
        {
            var value = Vector512.LoadUnsafe(ref b);
            s0 = Vector512.FusedMultiplyAdd(Vector512.Create(a), value, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 1)), value, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 2)), value, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 3)), value, s3);
            s4 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 4)), value, s4);
            s5 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 5)), value, s5);
            s6 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 6)), value, s6);
            s7 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref a, 7)), value, s7);
            a = ref Unsafe.Add(ref a, leftWidth);
            b = ref Unsafe.Add(ref b, rightWidth);
        }

        Span<Vector512<double>> all = [s0, s1, s2, s3, s4, s5, s6, s7];
        for (int i = 0; i < TileRows; i++)
        {
            ref double to = ref Unsafe.Add(ref c, i * rightWidth);
            (Vector512.LoadUnsafe(ref to) + all[i]).StoreUnsafe(ref to);
        }
    }

    // 4 x 8 sums in 8 registers of half the width.
    static void Tile256(int rows, ref double a, int leftWidth, ref double b, int rightWidth, ref double c)
    {
        Vector256<double> s00 = default, s01 = default, s10 = default, s11 = default;
        Vector256<double> s20 = default, s21 = default, s30 = default, s31 = default;
        for (int row = 0; row < rows; row++)
        {
            var b0 = Vector256.LoadUnsafe(ref b);
            var b1 = Vector256.LoadUnsafe(ref b, 4);
            var a0 = Vector256.Create(a);
            var a1 = Vector256.Create(Unsafe.Add(ref a, 1));
            var a2 = Vector256.Create(Unsafe.Add(ref a, 2));
            var a3 = Vector256.Create(Unsafe.Add(ref a, 3));
            s00 = Vector256.FusedMultiplyAdd(a0, b0, s00);
            s01 = Vector256.FusedMultiplyAdd(a0, b1, s01);
            s10 = Vector256.FusedMultiplyAdd(a1, b0, s10);
            s11 = Vector256.FusedMultiplyAdd(a1, b1, s11);
            s20 = Vector256.FusedMultiplyAdd(a2, b0, s20);
            s21 = Vector256.FusedMultiplyAdd(a2, b1, s21);
            s30 = Vector256.FusedMultiplyAdd(a3, b0, s30);
            s31 = Vector256.FusedMultiplyAdd(a3, b1, s31);
            a = ref Unsafe.Add(ref a, leftWidth);
            b = ref Unsafe.Add(ref b, rightWidth);
        }

        Span<Vector256<double>> all = [s00, s01, s10, s11, s20, s21, s30, s31];
        for (int i = 0; i < 8; i++)
        {
            ref double to = ref Unsafe.Add(ref c, (i / 2 * rightWidth) + (i % 2 * 4));
            (Vector256.LoadUnsafe(ref to) + all[i]).StoreUnsafe(ref to);
        }
    }
}
