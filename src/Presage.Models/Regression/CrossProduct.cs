using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
    /// <param name="rows">The rows that take part, as rising indexes.</param>
    /// <param name="left">[R, P].</param>
    /// <param name="leftWidth">P, whole lanes.</param>
    /// <param name="right">[R, Q].</param>
    /// <param name="rightWidth">Q, whole lanes.</param>
    /// <param name="sums">[P, Q].</param>
    public static void Add(
        ReadOnlySpan<int> rows, ReadOnlySpan<double> left, int leftWidth, ReadOnlySpan<double> right, int rightWidth, Span<double> sums)
    {
        for (int i = 0; i < leftWidth; i += TileRows)
        {
            AddStripe(rows, left, leftWidth, i, right, rightWidth, 0, sums);
        }
    }

    /// <summary>C += Aᵀ A, only on and above the diagonal (and up to a tile below it).</summary>
    /// <param name="rows">The rows that take part, as rising indexes.</param>
    /// <param name="values">[R, P].</param>
    /// <param name="width">P, whole lanes.</param>
    /// <param name="sums">[P, P].</param>
    public static void AddSymmetric(ReadOnlySpan<int> rows, ReadOnlySpan<double> values, int width, Span<double> sums)
    {
        for (int i = 0; i < width; i += TileRows)
        {
            AddStripe(rows, values, width, i, values, width, i, sums);
        }
    }

    // Eight rows of C, from a column to the last: three lanes at a time, then one.
    static void AddStripe(
        ReadOnlySpan<int> rows,
        ReadOnlySpan<double> left,
        int leftWidth,
        int i,
        ReadOnlySpan<double> right,
        int rightWidth,
        int firstColumn,
        Span<double> sums)
    {
        int end = rows.IsEmpty ? 0 : rows[^1] + 1; // indexes rise
        if (left.Length < end * leftWidth || right.Length < end * rightWidth || sums.Length < leftWidth * rightWidth
            || leftWidth % Lane != 0 || rightWidth % Lane != 0)
        {
            throw new ArgumentException($"{end} rows of {leftWidth} x {rightWidth}: {left.Length}, {right.Length} and {sums.Length} values.", nameof(rows));
        }

        ref double a = ref Unsafe.Add(ref MemoryMarshal.GetReference(left), i);
        ref double b = ref MemoryMarshal.GetReference(right);
        ref double c = ref Unsafe.Add(ref MemoryMarshal.GetReference(sums), i * rightWidth);
        int j = firstColumn;
        if (Avx512F.IsSupported) // Vector512.IsHardwareAccelerated says no on processors that clock down for it
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
    static void Tile512(ReadOnlySpan<int> rows, ref double a, int leftWidth, ref double b, int rightWidth, ref double c)
    {
        Vector512<double> s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default;
        Vector512<double> s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default;
        Vector512<double> s40 = default, s41 = default, s42 = default, s50 = default, s51 = default, s52 = default;
        Vector512<double> s60 = default, s61 = default, s62 = default, s70 = default, s71 = default, s72 = default;
        foreach (int row in rows)
        {
            ref double left = ref Unsafe.Add(ref a, row * leftWidth);
            ref double right = ref Unsafe.Add(ref b, row * rightWidth);
            var b0 = Vector512.LoadUnsafe(ref right);
            var b1 = Vector512.LoadUnsafe(ref right, 8);
            var b2 = Vector512.LoadUnsafe(ref right, 16);
            Vector512<double> value;
            value = Vector512.Create(left);
            s00 = Vector512.FusedMultiplyAdd(value, b0, s00);
            s01 = Vector512.FusedMultiplyAdd(value, b1, s01);
            s02 = Vector512.FusedMultiplyAdd(value, b2, s02);
            value = Vector512.Create(Unsafe.Add(ref left, 1));
            s10 = Vector512.FusedMultiplyAdd(value, b0, s10);
            s11 = Vector512.FusedMultiplyAdd(value, b1, s11);
            s12 = Vector512.FusedMultiplyAdd(value, b2, s12);
            value = Vector512.Create(Unsafe.Add(ref left, 2));
            s20 = Vector512.FusedMultiplyAdd(value, b0, s20);
            s21 = Vector512.FusedMultiplyAdd(value, b1, s21);
            s22 = Vector512.FusedMultiplyAdd(value, b2, s22);
            value = Vector512.Create(Unsafe.Add(ref left, 3));
            s30 = Vector512.FusedMultiplyAdd(value, b0, s30);
            s31 = Vector512.FusedMultiplyAdd(value, b1, s31);
            s32 = Vector512.FusedMultiplyAdd(value, b2, s32);
            value = Vector512.Create(Unsafe.Add(ref left, 4));
            s40 = Vector512.FusedMultiplyAdd(value, b0, s40);
            s41 = Vector512.FusedMultiplyAdd(value, b1, s41);
            s42 = Vector512.FusedMultiplyAdd(value, b2, s42);
            value = Vector512.Create(Unsafe.Add(ref left, 5));
            s50 = Vector512.FusedMultiplyAdd(value, b0, s50);
            s51 = Vector512.FusedMultiplyAdd(value, b1, s51);
            s52 = Vector512.FusedMultiplyAdd(value, b2, s52);
            value = Vector512.Create(Unsafe.Add(ref left, 6));
            s60 = Vector512.FusedMultiplyAdd(value, b0, s60);
            s61 = Vector512.FusedMultiplyAdd(value, b1, s61);
            s62 = Vector512.FusedMultiplyAdd(value, b2, s62);
            value = Vector512.Create(Unsafe.Add(ref left, 7));
            s70 = Vector512.FusedMultiplyAdd(value, b0, s70);
            s71 = Vector512.FusedMultiplyAdd(value, b1, s71);
            s72 = Vector512.FusedMultiplyAdd(value, b2, s72);
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
    static void Store(ref double c, int offset, Vector512<double> s0, Vector512<double> s1, Vector512<double> s2)
    {
        ref double to = ref Unsafe.Add(ref c, offset);
        (Vector512.LoadUnsafe(ref to) + s0).StoreUnsafe(ref to);
        (Vector512.LoadUnsafe(ref to, 8) + s1).StoreUnsafe(ref to, 8);
        (Vector512.LoadUnsafe(ref to, 16) + s2).StoreUnsafe(ref to, 16);
    }

    // 8 x 8 sums.
    static void Tile512Narrow(ReadOnlySpan<int> rows, ref double a, int leftWidth, ref double b, int rightWidth, ref double c)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        foreach (int row in rows)
        {
            ref double left = ref Unsafe.Add(ref a, row * leftWidth);
            ref double right = ref Unsafe.Add(ref b, row * rightWidth);
            var value = Vector512.LoadUnsafe(ref right);
            s0 = Vector512.FusedMultiplyAdd(Vector512.Create(left), value, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 1)), value, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 2)), value, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 3)), value, s3);
            s4 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 4)), value, s4);
            s5 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 5)), value, s5);
            s6 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 6)), value, s6);
            s7 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 7)), value, s7);
        }

        Span<Vector512<double>> all = [s0, s1, s2, s3, s4, s5, s6, s7];
        for (int i = 0; i < TileRows; i++)
        {
            ref double to = ref Unsafe.Add(ref c, i * rightWidth);
            (Vector512.LoadUnsafe(ref to) + all[i]).StoreUnsafe(ref to);
        }
    }

    // 4 x 8 sums in 8 registers of half the width.
    static void Tile256(ReadOnlySpan<int> rows, ref double a, int leftWidth, ref double b, int rightWidth, ref double c)
    {
        Vector256<double> s00 = default, s01 = default, s10 = default, s11 = default;
        Vector256<double> s20 = default, s21 = default, s30 = default, s31 = default;
        foreach (int row in rows)
        {
            ref double left = ref Unsafe.Add(ref a, row * leftWidth);
            ref double right = ref Unsafe.Add(ref b, row * rightWidth);
            var b0 = Vector256.LoadUnsafe(ref right);
            var b1 = Vector256.LoadUnsafe(ref right, 4);
            var a0 = Vector256.Create(left);
            var a1 = Vector256.Create(Unsafe.Add(ref left, 1));
            var a2 = Vector256.Create(Unsafe.Add(ref left, 2));
            var a3 = Vector256.Create(Unsafe.Add(ref left, 3));
            s00 = Vector256.FusedMultiplyAdd(a0, b0, s00);
            s01 = Vector256.FusedMultiplyAdd(a0, b1, s01);
            s10 = Vector256.FusedMultiplyAdd(a1, b0, s10);
            s11 = Vector256.FusedMultiplyAdd(a1, b1, s11);
            s20 = Vector256.FusedMultiplyAdd(a2, b0, s20);
            s21 = Vector256.FusedMultiplyAdd(a2, b1, s21);
            s30 = Vector256.FusedMultiplyAdd(a3, b0, s30);
            s31 = Vector256.FusedMultiplyAdd(a3, b1, s31);
        }

        Span<Vector256<double>> all = [s00, s01, s10, s11, s20, s21, s30, s31];
        for (int i = 0; i < 8; i++)
        {
            ref double to = ref Unsafe.Add(ref c, (i / 2 * rightWidth) + (i % 2 * 4));
            (Vector256.LoadUnsafe(ref to) + all[i]).StoreUnsafe(ref to);
        }
    }
}
