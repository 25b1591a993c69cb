using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class GemmTests : IDisposable
{
    const int Gap = 3;
    const float Untouched = 12345.678f;
    const int Capacity = 110 * 110;

    static readonly int[] Sizes = [0, 1, 2, 3, 5, 7, 13, 14, 15, 16, 17, 31, 33, 63, 64, 65, 100];
    static readonly int[] Depths = [0, 1, 2, 3, 5, 7, 16, 33, 64, 100];

    readonly GuardedFloats _a = new(Capacity), _b = new(Capacity), _c = new(Capacity), _packed = new(Capacity * 2);

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Multiply_PackedOperand_EqualsTheReference(string level) => Sweep(level, (m, n, k, accumulate) =>
    {
        var (lda, ldb) = (k + Gap, n + 1);
        float* a = _a.Take(Floats(m, lda, k), 1), b = _b.Take(Floats(k, ldb, n), 2);
        var packed = _packed.Take(Gemm.PackedLength(k, n), 3);
        Gemm.Pack(k, n, b, ldb, packed);
        _packed.AssertNothingBefore();

        Verify(m, n, k, accumulate, (i, p) => a[i * lda + p], (p, j) => b[p * ldb + j],
            c => Gemm.Multiply(m, n, k, a, lda, packed, c, n + Gap, accumulate));
    });

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Multiply_PackedTranspose_EqualsTheReference(string level) => Sweep(level, (m, n, k, accumulate) =>
    {
        var (lda, ldb) = (k, k + Gap);
        float* a = _a.Take(Floats(m, lda, k), 4), b = _b.Take(Floats(n, ldb, k), 5);
        var scratch = _packed.Take(Gemm.PackedLength(k, n), 6);

        Verify(m, n, k, accumulate, (i, p) => a[i * lda + p], (p, j) => b[j * ldb + p],
            c => Gemm.MultiplyTransposedRight(m, n, k, a, lda, b, ldb, c, n + Gap, accumulate, scratch));
        _packed.AssertNothingBefore();
    });

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void MultiplyUnpacked_AnySize_EqualsTheReference(string level) => Sweep(level, (m, n, k, accumulate) =>
    {
        var (lda, ldb) = (k + 1, n + Gap);
        float* a = _a.Take(Floats(m, lda, k), 7), b = _b.Take(Floats(k, ldb, n), 8);

        Verify(m, n, k, accumulate, (i, p) => a[i * lda + p], (p, j) => b[p * ldb + j],
            c => Gemm.MultiplyUnpacked(m, n, k, a, lda, b, ldb, c, n + Gap, accumulate));
    });

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void MultiplyTransposedLeft_AnySize_EqualsTheReference(string level) => Sweep(level, (m, n, k, accumulate) =>
    {
        var (lda, ldb) = (m + Gap, n + 1);
        float* a = _a.Take(Floats(k, lda, m), 9), b = _b.Take(Floats(k, ldb, n), 10);

        Verify(m, n, k, accumulate, (i, p) => a[p * lda + i], (p, j) => b[p * ldb + j],
            c => Gemm.MultiplyTransposedLeft(m, n, k, a, lda, b, ldb, c, n + Gap, accumulate));
    });

    [Theory]
    [InlineData(5, 37, 1300)]
    [InlineData(250, 20, 513)]
    [InlineData(481, 40, 300)]
    [InlineData(3, 600, 40)]
    public void EveryProduct_BeyondOneBlock_EqualsTheReference(int m, int n, int k)
    {
        using GuardedFloats left = new(m * k), right = new(k * n), packed = new(Gemm.PackedLength(k, n));
        foreach (var level in Simd.Supported)
        {
            using var use = Simd.Use(level);
            float* a = left.Take(m * k, 11), b = right.Take(k * n, 12), panels = packed.Take(Gemm.PackedLength(k, n), 13);
            Gemm.Pack(k, n, b, n, panels);

            Verify(m, n, k, true, (i, p) => a[i * k + p], (p, j) => b[p * n + j],
                c => Gemm.Multiply(m, n, k, a, k, panels, c, n + Gap, true));
            Verify(m, n, k, false, (i, p) => a[i * k + p], (p, j) => b[p * n + j],
                c => Gemm.MultiplyUnpacked(m, n, k, a, k, b, n, c, n + Gap, false));
            Verify(m, n, k, false, (i, p) => a[p * m + i], (p, j) => b[p * n + j],
                c => Gemm.MultiplyTransposedLeft(m, n, k, a, m, b, n, c, n + Gap, false));
            Verify(m, n, k, false, (i, p) => a[i * k + p], (p, j) => b[j * k + p],
                c => Gemm.MultiplyTransposedRight(m, n, k, a, k, b, k, c, n + Gap, false, panels));
        }
    }

    [Fact]
    public void PackedLength_AnyInstructionSet_HoldsWholeVectors()
    {
        Assert.Equal(64 * 192, Gemm.PackedLength(64, 192));
        Assert.Equal(5 * 32, Gemm.PackedLength(5, 17));
        Assert.Equal(0, Gemm.PackedLength(0, 17));
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _c.Dispose();
        _packed.Dispose();
    }

    delegate void Product(float* c);

    static void Sweep(string level, Action<int, int, int, bool> verify)
    {
        using var use = InstructionSets.Use(level);
        var cases = 0;
        foreach (var m in Sizes)
        {
            foreach (var n in Sizes)
            {
                foreach (var k in Depths)
                {
                    // 17 sizes are odd in number, so every depth meets both over the sizes.
                    verify(m, n, k, (cases++ / Depths.Length + k) % 2 == 0);
                }
            }
        }
    }

    // The last row of a strided matrix ends with its last column.
    static int Floats(int rows, int stride, int columns) => rows == 0 || columns == 0 ? 0 : (rows - 1) * stride + columns;

    void Verify(
        int m, int n, int k, bool accumulate, Func<int, int, float> left, Func<int, int, float> right, Product product)
    {
        var stride = n + Gap;
        var length = Floats(m, stride, n);
        using var larger = length > Capacity ? new GuardedFloats(length) : null;
        var target = larger ?? _c;
        var c = target.Take(length, 20);
        for (var i = 0; i < length; i++)
        {
            c[i] = i % stride < n ? c[i] : Untouched;
        }

        var before = new ReadOnlySpan<float>(c, length).ToArray();

        product(c);

        target.AssertNothingBefore();
        var rowsOfA = new double[m * k];
        var columnsOfB = new double[n * k];
        for (var p = 0; p < k; p++)
        {
            for (var i = 0; i < m; i++)
            {
                rowsOfA[i * k + p] = left(i, p);
            }

            for (var j = 0; j < n; j++)
            {
                columnsOfB[j * k + p] = right(p, j);
            }
        }

        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var expected = accumulate ? (double)before[i * stride + j] : 0;
                var magnitude = Math.Abs(expected);
                var row = rowsOfA.AsSpan(i * k, k);
                var column = columnsOfB.AsSpan(j * k, k);
                for (var p = 0; p < row.Length; p++)
                {
                    var term = row[p] * column[p];
                    expected += term;
                    magnitude += Math.Abs(term);
                }

                var error = Math.Abs(c[i * stride + j] - expected);
                if (!(error <= 1e-6 * magnitude))
                {
                    Assert.Fail($"[{m}, {k}] x [{k}, {n}] at ({i}, {j}): {c[i * stride + j]}, expected {expected}");
                }
            }

            for (var j = n; j < stride && i + 1 < m && n > 0; j++)
            {
                Assert.Equal(Untouched, c[i * stride + j]);
            }
        }
    }
}
