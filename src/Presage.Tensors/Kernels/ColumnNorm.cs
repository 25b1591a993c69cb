using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Mean and variance of the columns of a matrix without gaps, and maps that differ from column to column.</summary>
static unsafe class ColumnNorm
{
    /// <summary>Mean and population variance of each column.</summary>
    public static void Moments(float* x, int rows, int columns, float* mean, float* variance)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                Moments<Vector512<float>, Simd512>(x, rows, columns, mean, variance);
                break;
            case InstructionSet.Avx2:
                Moments<Vector256<float>, Simd256>(x, rows, columns, mean, variance);
                break;
            default:
                Moments<Vector128<float>, Simd128>(x, rows, columns, mean, variance);
                break;
        }
    }

    /// <summary>y = (x - centre) scale + offset.</summary>
    public static void Apply(float* x, int rows, int columns, float* centre, float* scale, float* offset, float* y)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                Apply<Vector512<float>, Simd512>(x, rows, columns, centre, scale, offset, y);
                break;
            case InstructionSet.Avx2:
                Apply<Vector256<float>, Simd256>(x, rows, columns, centre, scale, offset, y);
                break;
            default:
                Apply<Vector128<float>, Simd128>(x, rows, columns, centre, scale, offset, y);
                break;
        }
    }

    /// <summary>sum = Σ g and product = Σ g (x - centre) of each column.</summary>
    public static void GradientSums(float* g, float* x, int rows, int columns, float* centre, float* sum, float* product)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                GradientSums<Vector512<float>, Simd512>(g, x, rows, columns, centre, sum, product);
                break;
            case InstructionSet.Avx2:
                GradientSums<Vector256<float>, Simd256>(g, x, rows, columns, centre, sum, product);
                break;
            default:
                GradientSums<Vector128<float>, Simd128>(g, x, rows, columns, centre, sum, product);
                break;
        }
    }

    /// <summary>gradX (+)= scale (g - meanGrad - (x - centre) slope).</summary>
    public static void Backward(
        float* g, float* x, int rows, int columns, float* centre, float* scale, float* meanGrad, float* slope, float* gradX, bool accumulate)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                Backward<Vector512<float>, Simd512>(g, x, rows, columns, centre, scale, meanGrad, slope, gradX, accumulate);
                break;
            case InstructionSet.Avx2:
                Backward<Vector256<float>, Simd256>(g, x, rows, columns, centre, scale, meanGrad, slope, gradX, accumulate);
                break;
            default:
                Backward<Vector128<float>, Simd128>(g, x, rows, columns, centre, scale, meanGrad, slope, gradX, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Moments<TVector, TSimd>(float* x, int rows, int columns, float* mean, float* variance)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var share = TSimd.Broadcast(1f / rows);
        for (var column = 0; column < columns; column += TSimd.Width)
        {
            var count = columns - column;
            var sum = TSimd.Broadcast(0f);
            for (var row = 0L; row < rows; row++)
            {
                sum = TSimd.Add(sum, TSimd.LoadPartial(x + row * columns + column, count));
            }

            var centre = TSimd.Multiply(sum, share);
            var squares = TSimd.Broadcast(0f);
            for (var row = 0L; row < rows; row++)
            {
                var difference = TSimd.Subtract(TSimd.LoadPartial(x + row * columns + column, count), centre);
                squares = TSimd.MultiplyAdd(difference, difference, squares);
            }

            TSimd.StorePartial(mean + column, centre, count);
            TSimd.StorePartial(variance + column, TSimd.Multiply(squares, share), count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Apply<TVector, TSimd>(float* x, int rows, int columns, float* centre, float* scale, float* offset, float* y)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var row = 0; row < rows; row++, x += columns, y += columns)
        {
            for (var column = 0; column < columns; column += TSimd.Width)
            {
                var count = columns - column;
                var difference = TSimd.Subtract(TSimd.LoadPartial(x + column, count), TSimd.LoadPartial(centre + column, count));
                var value = TSimd.MultiplyAdd(difference, TSimd.LoadPartial(scale + column, count), TSimd.LoadPartial(offset + column, count));
                TSimd.StorePartial(y + column, value, count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void GradientSums<TVector, TSimd>(float* g, float* x, int rows, int columns, float* centre, float* sum, float* product)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var column = 0; column < columns; column += TSimd.Width)
        {
            var count = columns - column;
            var (total, weighted) = (TSimd.Broadcast(0f), TSimd.Broadcast(0f));
            var middle = TSimd.LoadPartial(centre + column, count);
            for (var row = 0L; row < rows; row++)
            {
                var gradient = TSimd.LoadPartial(g + row * columns + column, count);
                var difference = TSimd.Subtract(TSimd.LoadPartial(x + row * columns + column, count), middle);
                total = TSimd.Add(total, gradient);
                weighted = TSimd.MultiplyAdd(gradient, difference, weighted);
            }

            TSimd.StorePartial(sum + column, total, count);
            TSimd.StorePartial(product + column, weighted, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Backward<TVector, TSimd>(
        float* g, float* x, int rows, int columns, float* centre, float* scale, float* meanGrad, float* slope, float* gradX, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var row = 0; row < rows; row++, g += columns, x += columns, gradX += columns)
        {
            for (var column = 0; column < columns; column += TSimd.Width)
            {
                var count = columns - column;
                var difference = TSimd.Subtract(TSimd.LoadPartial(x + column, count), TSimd.LoadPartial(centre + column, count));
                var gradient = TSimd.Subtract(TSimd.LoadPartial(g + column, count), TSimd.LoadPartial(meanGrad + column, count));
                gradient = TSimd.NegateMultiplyAdd(difference, TSimd.LoadPartial(slope + column, count), gradient);
                gradient = TSimd.Multiply(gradient, TSimd.LoadPartial(scale + column, count));
                if (accumulate)
                {
                    gradient = TSimd.Add(gradient, TSimd.LoadPartial(gradX + column, count));
                }

                TSimd.StorePartial(gradX + column, gradient, count);
            }
        }
    }
}
