using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class ReductionsTests : IDisposable
{
    const int Longest = 10_000;

    readonly GuardedFloats _x = new(Longest), _y = new(Longest), _result = new(Longest);

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Reductions_EveryLength_EqualTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        foreach (var n in Enumerable.Range(0, 258).Append(4095).Append(4096).Append(9999))
        {
            float* x = _x.Take(n, n), y = _y.Take(n, n + 1);
            double sum = 0, squares = 0, dot = 0, magnitude = 0, greatest = double.NegativeInfinity;
            for (var i = 0; i < n; i++)
            {
                sum += x[i];
                squares += (double)x[i] * x[i];
                dot += (double)x[i] * y[i];
                magnitude += Math.Abs(x[i]);
                greatest = Math.Max(greatest, x[i]);
            }

            Assert.Equal(sum, Reductions.Sum(x, n), 1e-6 * magnitude);
            Assert.Equal(squares, Reductions.SumOfSquares(x, n), 1e-6 * magnitude);
            Assert.Equal(dot, Reductions.Dot(x, y, n), 1e-6 * magnitude);
            Assert.Equal(greatest, Reductions.Maximum(x, n));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Maximum_NaNBeforeNumbers_IsNaN(string level)
    {
        using var use = InstructionSets.Use(level);
        var x = _x.Take(100, 1);
        x[3] = float.NaN;

        Assert.True(float.IsNaN(Reductions.Maximum(x, 100)));
    }

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void RowsAndColumns_AnyShape_EqualTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        foreach (var (rows, columns) in new[] { (0, 5), (1, 1), (3, 16), (5, 65), (130, 7), (131, 70), (260, 33) })
        {
            foreach (var accumulate in new[] { false, true })
            {
                var stride = columns + 3;
                float* x = _x.Take(Math.Max(0, (rows - 1) * stride + columns), 5), result = _result.Take(columns, 6);
                var expected = new double[columns];
                for (var j = 0; j < columns; j++)
                {
                    expected[j] = accumulate ? result[j] : 0;
                    for (var i = 0; i < rows; i++)
                    {
                        expected[j] += x[i * stride + j];
                    }
                }

                Reductions.ColumnSum(x, rows, columns, stride, result, accumulate);

                _result.AssertNothingBefore();
                for (var j = 0; j < columns; j++)
                {
                    Assert.Equal(expected[j], result[j], 1e-6 * (rows + 1));
                }

                VerifyRows(x, rows, columns, stride);
            }
        }
    }

    public void Dispose()
    {
        _x.Dispose();
        _y.Dispose();
        _result.Dispose();
    }

    void VerifyRows(float* x, int rows, int columns, int stride)
    {
        float* sum = stackalloc float[rows], mean = stackalloc float[rows], greatest = stackalloc float[rows];
        Reductions.RowSum(x, rows, columns, stride, sum);
        Reductions.RowMean(x, rows, columns, stride, mean);
        Reductions.RowMaximum(x, rows, columns, stride, greatest);
        for (var i = 0; i < rows; i++)
        {
            var row = new ReadOnlySpan<float>(x + i * stride, columns).ToArray();
            Assert.Equal(row.Sum(value => (double)value), sum[i], 1e-6 * columns);
            Assert.Equal(row.Average(value => (double)value), mean[i], 1e-6);
            Assert.Equal(row.Max(), greatest[i]);
        }
    }
}
