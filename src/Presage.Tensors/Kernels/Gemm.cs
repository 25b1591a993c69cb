using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Products of row-major float32 matrices with any leading dimensions: C[m, n] (+)= A[m, k] B[k, n].</summary>
/// <remarks>
/// The right operand is read in panels of a few vectors, the left one in place: at the widths of our models the panels stay
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
    const int PanelDepth = 128;
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
        var panel = PanelVectors<TVector, TSimd>() * TSimd.Width;
        var edge = stackalloc float[GemmKernels.LargestTile(TSimd.Width)];
        var depth = EvenBlock(k, DepthBlock);
        var p = 0;
        do
        {
            var depthHere = Math.Min(depth, k - p);
            var rows = EvenBlock(m, RowBlock);
            for (var i = 0; i < m; i += rows)
            {
                var rowsHere = Math.Min(rows, m - i);
                for (var j = 0; j < n; j += panel)
                {
                    var columns = Math.Min(n - j, panel);
                    var width = Vectors<TVector, TSimd>(columns) * TSimd.Width;
                    Panel<TVector, TSimd>(
                        true, rowsHere, columns, depthHere, a + i * lda + p, lda, packed + (nint)j * k + p * width, width,
                        c + i * ldc + j, ldc, accumulate || p > 0, edge);
                }
            }

            p += depth;
        }
        while (p < k);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    static void MultiplyRows<TVector, TSimd>(
        int m, int n, int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var panel = PanelVectors<TVector, TSimd>() * TSimd.Width;
        var edge = stackalloc float[GemmKernels.LargestTile(TSimd.Width)];
        var copy = stackalloc float[PanelDepth * panel];
        var depth = EvenBlock(k, PanelDepth);
        var p = 0;
        do
        {
            var depthHere = Math.Min(depth, k - p);
            var rows = EvenBlock(m, RowBlock);
            for (var i = 0; i < m; i += rows)
            {
                var rowsHere = Math.Min(rows, m - i);
                for (var j = 0; j < n; j += panel)
                {
                    var columns = Math.Min(n - j, panel);
                    var source = b + p * ldb + j;
                    var stride = ldb;
                    if (rowsHere >= RowsWorthPacking || columns % TSimd.Width != 0)
                    {
                        stride = CopyPanel<TVector, TSimd>(depthHere, columns, source, stride, copy);
                        source = copy;
                    }

                    Panel<TVector, TSimd>(
                        true, rowsHere, columns, depthHere, a + i * lda + p, lda, source, stride,
                        c + i * ldc + j, ldc, accumulate || p > 0, edge);
                }
            }

            p += depth;
        }
        while (p < k);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    static void MultiplyColumns<TVector, TSimd>(
        int m, int n, int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var panel = PanelVectors<TVector, TSimd>() * TSimd.Width;
        var edge = stackalloc float[GemmKernels.LargestTile(TSimd.Width)];
        var copy = stackalloc float[PanelDepth * panel];
        var depth = EvenBlock(k, PanelDepth);
        var p = 0;
        do
        {
            var depthHere = Math.Min(depth, k - p);
            for (var j = 0; j < n; j += panel)
            {
                var columns = Math.Min(n - j, panel);
                var source = b + p * ldb + j;
                var stride = ldb;
                if (m >= RowsWorthPacking || columns % TSimd.Width != 0)
                {
                    stride = CopyPanel<TVector, TSimd>(depthHere, columns, source, stride, copy);
                    source = copy;
                }

                Panel<TVector, TSimd>(
                    false, m, columns, depthHere, a + p * lda, lda, source, stride, c + j, ldc, accumulate || p > 0, edge);
            }

            p += depth;
        }
        while (p < k);
    }

    /// <summary>One panel of C, tile under tile; B is a panel of whole vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Panel<TVector, TSimd>(
        bool byRows, int m, int columns, nint k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate, float* edge)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var vectors = Vectors<TVector, TSimd>(columns);
        var width = vectors * TSimd.Width;
        var tiles = Tiles(m, Tallest<TVector, TSimd>(vectors), out var height, out var taller);
        var step = byRows ? lda : 1;
        if (columns == width)
        {
            if (taller > 0)
            {
                Run<TVector, TSimd>(byRows, height + 1, vectors, taller, k, a, lda, b, ldb, c, ldc, accumulate);
                a += taller * (height + 1) * step;
                c += taller * (height + 1) * ldc;
            }

            Run<TVector, TSimd>(byRows, height, vectors, tiles - taller, k, a, lda, b, ldb, c, ldc, accumulate);
            return;
        }

        for (var tile = 0; tile < tiles; tile++)
        {
            var rows = tile < taller ? height + 1 : height;
            Run<TVector, TSimd>(byRows, rows, vectors, 1, k, a, lda, b, ldb, edge, width, false);
            CopyEdge<TVector, TSimd>(rows, columns, edge, width, c, ldc, accumulate);
            a += rows * step;
            c += rows * ldc;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Run<TVector, TSimd>(
        bool byRows, int height, int vectors, int tiles, nint k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc,
        bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        if (byRows)
        {
            GemmKernels.Rows<TVector, TSimd>(height, vectors, tiles, k, a, lda, b, ldb, c, ldc, accumulate);
        }
        else
        {
            GemmKernels.Columns<TVector, TSimd>(height, vectors, tiles, k, a, lda, b, ldb, c, ldc, accumulate);
        }
    }

    /// <summary>Moves a tile whose last vector is only partly inside C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void CopyEdge<TVector, TSimd>(int height, int columns, float* edge, int edgeStride, float* c, nint ldc, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var i = 0; i < height; i++, edge += edgeStride, c += ldc)
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

    /// <summary>Vectors in a panel. With 32 registers four vectors need the fewest instructions per product, and C is then
    /// written by whole cache lines side by side; 16 registers hold tiles of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int PanelVectors<TVector, TSimd>()
        where TVector : struct
        where TSimd : struct, ISimd<TVector> => TSimd.Width == 16 ? 4 : 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Vectors<TVector, TSimd>(int columns)
        where TVector : struct
        where TSimd : struct, ISimd<TVector> => (columns + TSimd.Width - 1) / TSimd.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Tallest<TVector, TSimd>(int vectors)
        where TVector : struct
        where TSimd : struct, ISimd<TVector> => TSimd.Width == 16 ? GemmKernels.Tallest(vectors) : 6;

    /// <summary>Splits rows into tiles as even as can be: the first few are one row taller than the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Tiles(int rows, int tallest, out int height, out int taller)
    {
        if (rows <= tallest)
        {
            (height, taller) = (rows, 0);
            return Math.Min(rows, 1);
        }

        var tiles = (uint)(rows + tallest - 1) / (uint)tallest;
        height = (int)((uint)rows / tiles);
        taller = rows - height * (int)tiles;
        return (int)tiles;
    }

    /// <summary>The length of blocks of at most so many that are as even as can be; a division only where there are several.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int EvenBlock(int length, int most)
    {
        if (length <= most)
        {
            return Math.Max(1, length);
        }

        var blocks = (uint)(length + most - 1) / (uint)most;
        return (int)(((uint)length + blocks - 1) / blocks);
    }

    [Conditional("DEBUG")]
    static void AssertShape(int m, int n, int k, int lda, int columnsOfA, int ldc, int columnsOfC)
    {
        Debug.Assert(m >= 0 && n >= 0 && k >= 0, $"Gemm: negative size in [{m}, {k}] x [{k}, {n}]");
        // Rows of A may overlap, as the windows of a convolution do: A is only read.
        Debug.Assert(lda >= 0 && columnsOfA >= 0, $"Gemm: leading dimension {lda} of A");
        Debug.Assert(ldc >= columnsOfC || m <= 1, $"Gemm: leading dimension {ldc} of C is below its {columnsOfC} columns");
    }
}
