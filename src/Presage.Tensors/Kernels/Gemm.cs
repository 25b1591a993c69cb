using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Products of row-major float32 matrices with any leading dimensions: C[m, n] (+)= A[m, k] B[k, n].</summary>
/// <remarks>
/// The right operand is read in panels of two vectors, the left one in place: at the widths of our models the panels stay
/// in the first two caches and packing the left operand too would cost more than it saves. No method writes beyond column
/// n of C or reads beyond the columns of A and B, and none may be given a C that overlaps A or B.
/// Accumulate adds to C; otherwise C is overwritten, with zeros where k is 0.
/// </remarks>
static unsafe partial class Gemm
{
    // A block of rows and of k is what the second cache holds of A while the panels of B pass over it.
    const int RowBlock = 240;
    const int DepthBlock = 512;

    // Where B is read in place, a panel of this depth is copied to the stack (32 KB at the widest) if it is used often.
    const int PanelDepth = 256;
    const int RowsWorthPacking = 48;

    /// <summary>C (+)= A B with B packed by <see cref="Pack"/> or <see cref="PackTransposed"/> for the same k and n.</summary>
    public static void Multiply(int m, int n, int k, float* a, int lda, float* packed, float* c, int ldc, bool accumulate)
    {
        AssertShape(m, n, k, lda, k, ldc, n);
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                MultiplyPacked<Vector512<float>, Simd512>(m, n, k, a, lda, packed, c, ldc, accumulate);
                break;
            case InstructionSet.Avx2:
                MultiplyPacked<Vector256<float>, Simd256>(m, n, k, a, lda, packed, c, ldc, accumulate);
                break;
            default:
                MultiplyPacked<Vector128<float>, Simd128>(m, n, k, a, lda, packed, c, ldc, accumulate);
                break;
        }
    }

    /// <summary>C (+)= A B with B[k, n] in rows.</summary>
    public static void MultiplyUnpacked(
        int m, int n, int k, float* a, int lda, float* b, int ldb, float* c, int ldc, bool accumulate)
    {
        AssertShape(m, n, k, lda, k, ldc, n);
        Debug.Assert(ldb >= n || k <= 1, $"MultiplyUnpacked: leading dimension {ldb} of B is below its {n} columns");
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                MultiplyRows<Vector512<float>, Simd512>(m, n, k, a, lda, b, ldb, c, ldc, accumulate);
                break;
            case InstructionSet.Avx2:
                MultiplyRows<Vector256<float>, Simd256>(m, n, k, a, lda, b, ldb, c, ldc, accumulate);
                break;
            default:
                MultiplyRows<Vector128<float>, Simd128>(m, n, k, a, lda, b, ldb, c, ldc, accumulate);
                break;
        }
    }

    /// <summary>C (+)= A' B with A[k, m] and B[k, n] in rows: the gradient of a weight over k samples.</summary>
    public static void MultiplyTransposedLeft(
        int m, int n, int k, float* a, int lda, float* b, int ldb, float* c, int ldc, bool accumulate)
    {
        AssertShape(k, n, m, lda, m, ldc, n);
        Debug.Assert(ldb >= n || k <= 1, $"MultiplyTransposedLeft: leading dimension {ldb} of B is below its {n} columns");
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                MultiplyColumns<Vector512<float>, Simd512>(m, n, k, a, lda, b, ldb, c, ldc, accumulate);
                break;
            case InstructionSet.Avx2:
                MultiplyColumns<Vector256<float>, Simd256>(m, n, k, a, lda, b, ldb, c, ldc, accumulate);
                break;
            default:
                MultiplyColumns<Vector128<float>, Simd128>(m, n, k, a, lda, b, ldb, c, ldc, accumulate);
                break;
        }
    }

    /// <summary>C (+)= A B' with B[n, k] in rows, packed into <paramref name="scratch"/> of PackedLength(k, n) floats.</summary>
    public static void MultiplyTransposedRight(
        int m, int n, int k, float* a, int lda, float* b, int ldb, float* c, int ldc, bool accumulate, float* scratch)
    {
        PackTransposed(k, n, b, ldb, scratch);
        Multiply(m, n, k, a, lda, scratch, c, ldc, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    static void MultiplyPacked<TVector, TSimd>(
        int m, int n, int k, float* a, nint lda, float* packed, float* c, nint ldc, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var panel = 2 * TSimd.Width;
        var edge = stackalloc float[GemmKernels.Tallest * panel];
        var depths = Math.Max(1, Blocks(k, DepthBlock));
        for (var depthIndex = 0; depthIndex < depths; depthIndex++)
        {
            var (p, depth) = Block(k, depths, depthIndex);
            var rowBlocks = Blocks(m, RowBlock);
            for (var rowIndex = 0; rowIndex < rowBlocks; rowIndex++)
            {
                var (i, rows) = Block(m, rowBlocks, rowIndex);
                for (var j = 0; j < n; j += panel)
                {
                    var width = n - j > TSimd.Width ? panel : TSimd.Width;
                    RowPanel<TVector, TSimd>(
                        rows, Math.Min(n - j, width), depth, a + i * lda + p, lda, packed + (nint)j * k + p * width, width,
                        c + i * ldc + j, ldc, accumulate || p > 0, edge);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    static void MultiplyRows<TVector, TSimd>(
        int m, int n, int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var panel = 2 * TSimd.Width;
        var edge = stackalloc float[GemmKernels.Tallest * panel];
        var copy = stackalloc float[PanelDepth * panel];
        var depths = Math.Max(1, Blocks(k, PanelDepth));
        for (var depthIndex = 0; depthIndex < depths; depthIndex++)
        {
            var (p, depth) = Block(k, depths, depthIndex);
            var rowBlocks = Blocks(m, RowBlock);
            for (var rowIndex = 0; rowIndex < rowBlocks; rowIndex++)
            {
                var (i, rows) = Block(m, rowBlocks, rowIndex);
                for (var j = 0; j < n; j += panel)
                {
                    var columns = Math.Min(n - j, panel);
                    var source = b + p * ldb + j;
                    var stride = ldb;
                    if (rows >= RowsWorthPacking || columns % TSimd.Width != 0)
                    {
                        stride = CopyPanel<TVector, TSimd>(depth, columns, source, stride, copy);
                        source = copy;
                    }

                    RowPanel<TVector, TSimd>(
                        rows, columns, depth, a + i * lda + p, lda, source, stride, c + i * ldc + j, ldc, accumulate || p > 0, edge);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    static void MultiplyColumns<TVector, TSimd>(
        int m, int n, int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var panel = 2 * TSimd.Width;
        var edge = stackalloc float[GemmKernels.Tallest * panel];
        var copy = stackalloc float[PanelDepth * panel];
        var depths = Math.Max(1, Blocks(k, PanelDepth));
        for (var depthIndex = 0; depthIndex < depths; depthIndex++)
        {
            var (p, depth) = Block(k, depths, depthIndex);
            for (var j = 0; j < n; j += panel)
            {
                var columns = Math.Min(n - j, panel);
                var source = b + p * ldb + j;
                var stride = ldb;
                if (m >= RowsWorthPacking || columns % TSimd.Width != 0)
                {
                    stride = CopyPanel<TVector, TSimd>(depth, columns, source, stride, copy);
                    source = copy;
                }

                ColumnPanel<TVector, TSimd>(
                    m, columns, depth, a + p * lda, lda, source, stride, c + j, ldc, accumulate || p > 0, edge);
            }
        }
    }

    /// <summary>One panel of C, with A along its rows; B is a panel of whole vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void RowPanel<TVector, TSimd>(
        int m, int columns, nint k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate, float* edge)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var vectors = columns > TSimd.Width ? 2 : 1;
        var whole = columns == vectors * TSimd.Width;
        var tiles = Blocks(m, Tallest<TVector, TSimd>());
        for (var tile = 0; tile < tiles; tile++)
        {
            var (i, height) = Block(m, tiles, tile);
            if (whole)
            {
                GemmKernels.Rows<TVector, TSimd>(height, vectors, k, a + i * lda, lda, b, ldb, c + i * ldc, ldc, accumulate);
            }
            else
            {
                GemmKernels.Rows<TVector, TSimd>(height, vectors, k, a + i * lda, lda, b, ldb, edge, 2 * TSimd.Width, false);
                CopyEdge<TVector, TSimd>(height, columns, edge, c + i * ldc, ldc, accumulate);
            }
        }
    }

    /// <summary>One panel of C, with A along its columns; B is a panel of whole vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ColumnPanel<TVector, TSimd>(
        int m, int columns, nint k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate, float* edge)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var vectors = columns > TSimd.Width ? 2 : 1;
        var whole = columns == vectors * TSimd.Width;
        var tiles = Blocks(m, Tallest<TVector, TSimd>());
        for (var tile = 0; tile < tiles; tile++)
        {
            var (i, height) = Block(m, tiles, tile);
            if (whole)
            {
                GemmKernels.Columns<TVector, TSimd>(height, vectors, k, a + i, lda, b, ldb, c + i * ldc, ldc, accumulate);
            }
            else
            {
                GemmKernels.Columns<TVector, TSimd>(height, vectors, k, a + i, lda, b, ldb, edge, 2 * TSimd.Width, false);
                CopyEdge<TVector, TSimd>(height, columns, edge, c + i * ldc, ldc, accumulate);
            }
        }
    }

    /// <summary>Moves a tile whose last vector is only partly inside C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void CopyEdge<TVector, TSimd>(int height, int columns, float* edge, float* c, nint ldc, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var i = 0; i < height; i++, edge += 2 * TSimd.Width, c += ldc)
        {
            for (var j = 0; j < columns; j += TSimd.Width)
            {
                var value = TSimd.Load(edge + j);
                if (accumulate)
                {
                    value = TSimd.Add(TSimd.LoadPartial(c + j, columns - j), value);
                }

                TSimd.StorePartial(c + j, value, columns - j);
            }
        }
    }

    /// <summary>Rows of the tallest tile whose sums fit the registers: AVX-512 has 32, the others may have 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Tallest<TVector, TSimd>()
        where TVector : struct
        where TSimd : struct, ISimd<TVector> => TSimd.Width == 16 ? GemmKernels.Tallest : 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Blocks(int length, int block) => (length + block - 1) / block;

    /// <summary>Start and length of one of several blocks of nearly equal length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (int Start, int Length) Block(int length, int blocks, int index)
    {
        var shorter = length / blocks;
        var longer = length - shorter * blocks;
        return (index * shorter + Math.Min(index, longer), shorter + (index < longer ? 1 : 0));
    }

    [Conditional("DEBUG")]
    static void AssertShape(int m, int n, int k, int lda, int columnsOfA, int ldc, int columnsOfC)
    {
        Debug.Assert(m >= 0 && n >= 0 && k >= 0, $"Gemm: negative size in [{m}, {k}] x [{k}, {n}]");
        Debug.Assert(lda >= columnsOfA || m <= 1, $"Gemm: leading dimension {lda} of A is below its {columnsOfA} columns");
        Debug.Assert(ldc >= columnsOfC || m <= 1, $"Gemm: leading dimension {ldc} of C is below its {columnsOfC} columns");
    }
}
