using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Sums and maxima. The order of the additions depends on the sizes and the instruction set alone, so that the same
/// input gives the same bits; long sums are added block by block, which keeps the error of float32 small.</summary>
static unsafe partial class Reductions
{
    const int Block = 4096;
    const int RowBlock = 128;
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The sum of n floats.</summary>
    public static float Sum(float* x, int n) => Reduce(x, x, n, default(FirstOperator));

    /// <summary>The sum of the squares of n floats.</summary>
    public static float SumOfSquares(float* x, int n) => Reduce(x, x, n, default(ProductOperator));

    /// <summary>The sum of n products.</summary>
    public static float Dot(float* x, float* y, int n) => Reduce(x, y, n, default(ProductOperator));

    /// <summary>The greatest of n floats; negative infinity for none, NaN if one is NaN.</summary>
    public static float Maximum(float* x, int n) => Simd.Level switch
    {
        InstructionSet.Avx512 => MaximumLoop<Vector512<float>, Simd512>(x, n),
        InstructionSet.Avx2 => MaximumLoop<Vector256<float>, Simd256>(x, n),
        _ => MaximumLoop<Vector128<float>, Simd128>(x, n),
    };

    /// <summary>result[columns] (+)= the sum over the rows of x[rows, columns].</summary>
    public static void ColumnSum(float* x, int rows, int columns, int stride, float* result, bool accumulate)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                ColumnSumLoop<Vector512<float>, Simd512>(x, rows, columns, stride, result, accumulate);
                break;
            case InstructionSet.Avx2:
                ColumnSumLoop<Vector256<float>, Simd256>(x, rows, columns, stride, result, accumulate);
                break;
            default:
                ColumnSumLoop<Vector128<float>, Simd128>(x, rows, columns, stride, result, accumulate);
                break;
        }
    }

    /// <summary>result[rows] = the sum of each row of x[rows, columns].</summary>
    public static void RowSum(float* x, int rows, int columns, int stride, float* result)
    {
        for (nint row = 0; row < rows; row++)
        {
            result[row] = Sum(x + row * stride, columns);
        }
    }

    /// <summary>result[rows] = the mean of each row of x[rows, columns].</summary>
    public static void RowMean(float* x, int rows, int columns, int stride, float* result)
    {
        for (nint row = 0; row < rows; row++)
        {
            result[row] = Sum(x + row * stride, columns) / columns;
        }
    }

    /// <summary>result[rows] = the greatest value of each row of x[rows, columns].</summary>
    public static void RowMaximum(float* x, int rows, int columns, int stride, float* result)
    {
        for (nint row = 0; row < rows; row++)
        {
            result[row] = Maximum(x + row * stride, columns);
        }
    }

    static float Reduce<TOperator>(float* x, float* y, int n, TOperator term)
        where TOperator : struct, IBinaryOperator => Simd.Level switch
        {
            InstructionSet.Avx512 => ReduceLoop<Vector512<float>, Simd512, TOperator>(x, y, n, term),
            InstructionSet.Avx2 => ReduceLoop<Vector256<float>, Simd256, TOperator>(x, y, n, term),
            _ => ReduceLoop<Vector128<float>, Simd128, TOperator>(x, y, n, term),
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float ReduceLoop<TVector, TSimd, TOperator>(float* x, float* y, int n, TOperator term)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
        where TOperator : struct, IBinaryOperator
    {
        var total = 0f;
        for (var start = 0; start < n; start += Block)
        {
            var end = Math.Min(n, start + Block);
            TVector s0 = TSimd.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
            var i = start;
            for (; i <= end - 4 * TSimd.Width; i += 4 * TSimd.Width)
            {
                s0 = TSimd.Add(s0, term.Apply<TVector, TSimd>(TSimd.Load(x + i), TSimd.Load(y + i)));
                s1 = TSimd.Add(s1, term.Apply<TVector, TSimd>(TSimd.Load(x + i + TSimd.Width), TSimd.Load(y + i + TSimd.Width)));
                s2 = TSimd.Add(s2, term.Apply<TVector, TSimd>(TSimd.Load(x + i + 2 * TSimd.Width), TSimd.Load(y + i + 2 * TSimd.Width)));
                s3 = TSimd.Add(s3, term.Apply<TVector, TSimd>(TSimd.Load(x + i + 3 * TSimd.Width), TSimd.Load(y + i + 3 * TSimd.Width)));
            }

            for (; i < end; i += TSimd.Width)
            {
                s0 = TSimd.Add(s0, term.Apply<TVector, TSimd>(TSimd.LoadPartial(x + i, end - i), TSimd.LoadPartial(y + i, end - i)));
            }

            total += TSimd.Sum(TSimd.Add(TSimd.Add(s0, s1), TSimd.Add(s2, s3)));
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float MaximumLoop<TVector, TSimd>(float* x, int n)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var lowest = TSimd.Broadcast(float.NegativeInfinity);
        TVector greatest = lowest, broken = TSimd.Broadcast(0);
        for (var i = 0; i < n; i += TSimd.Width)
        {
            var value = TSimd.Select(TSimd.First(n - i), TSimd.LoadPartial(x + i, n - i), lowest);
            greatest = TSimd.Max(greatest, value);
            broken = TSimd.Select(TSimd.IsNaN(value), value, broken);
        }

        // A NaN is lost from the maximum when a number follows it, but not from this sum.
        var sum = TSimd.Sum(broken);
        return float.IsNaN(sum) ? sum : TSimd.MaxAcross(greatest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ColumnSumLoop<TVector, TSimd>(float* x, int rows, int columns, nint stride, float* result, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        if (!accumulate)
        {
            new Span<float>(result, columns).Clear();
        }

        for (var start = 0; start < rows; start += RowBlock)
        {
            var count = Math.Min(RowBlock, rows - start);
            var block = x + start * stride;
            var j = 0;
            for (; j <= columns - 4 * TSimd.Width; j += 4 * TSimd.Width)
            {
                TVector s0 = TSimd.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
                var source = block + j;
                for (var row = 0; row < count; row++, source += stride)
                {
                    s0 = TSimd.Add(s0, TSimd.Load(source));
                    s1 = TSimd.Add(s1, TSimd.Load(source + TSimd.Width));
                    s2 = TSimd.Add(s2, TSimd.Load(source + 2 * TSimd.Width));
                    s3 = TSimd.Add(s3, TSimd.Load(source + 3 * TSimd.Width));
                }

                TSimd.Store(result + j, TSimd.Add(TSimd.Load(result + j), s0));
                TSimd.Store(result + j + TSimd.Width, TSimd.Add(TSimd.Load(result + j + TSimd.Width), s1));
                TSimd.Store(result + j + 2 * TSimd.Width, TSimd.Add(TSimd.Load(result + j + 2 * TSimd.Width), s2));
                TSimd.Store(result + j + 3 * TSimd.Width, TSimd.Add(TSimd.Load(result + j + 3 * TSimd.Width), s3));
            }

            for (; j < columns; j += TSimd.Width)
            {
                TVector even = TSimd.Broadcast(0), odd = even;
                var (source, left, row) = ((nint)(block + j), columns - j, 0);
                for (; row + 1 < count; row += 2, source += 2 * stride * sizeof(float))
                {
                    even = TSimd.Add(even, TSimd.LoadPartial((float*)source, left));
                    odd = TSimd.Add(odd, TSimd.LoadPartial((float*)source + stride, left));
                }

                if (row < count)
                {
                    even = TSimd.Add(even, TSimd.LoadPartial((float*)source, left));
                }

                TSimd.StorePartial(result + j, TSimd.Add(TSimd.LoadPartial(result + j, left), TSimd.Add(even, odd)), left);
            }
        }
    }

    readonly struct FirstOperator : IBinaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => x;
    }

    readonly struct ProductOperator : IBinaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Multiply(x, y);
    }
}
