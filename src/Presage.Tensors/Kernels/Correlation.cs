using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Pearson's correlation of every two series over time: the product of the standardised windows with themselves.</summary>
static unsafe class Correlation
{
    // What float32 leaves of a constant, relative to its square.
    const float RoundingShare = 1e-12f;

    /// <summary>Floats that <see cref="Pearson"/> needs for itself.</summary>
    public static int ScratchLength(int steps, int series) => checked((steps + 2) * series);

    /// <summary>output[i, j] = the correlation of x[·, i] and x[·, j], held in [lowest, 1]; 1 on the diagonal, 0 beside constant series.</summary>
    /// <param name="windows">How many windows there are.</param>
    /// <param name="steps">T, steps of a window.</param>
    /// <param name="series">N, series of a window.</param>
    /// <param name="x">[windows, T, N].</param>
    /// <param name="varianceFloor">A series counts as constant while its variance is at most this.</param>
    /// <param name="lowest">0 for positive correlation only, else -1.</param>
    /// <param name="output">[windows, N, N].</param>
    /// <param name="scratch">ScratchLength floats.</param>
    public static void Pearson(int windows, int steps, int series, float* x, float varianceFloor, float lowest, float* output, float* scratch)
    {
        var deviations = scratch;
        var mean = scratch + (nint)steps * series;
        for (nint window = 0; window < windows; window++, x += (nint)steps * series, output += (nint)series * series)
        {
            // Twice: the mean of float32 numbers is itself rounded, and a large level would show as variance.
            Center(steps, series, x, deviations, mean);
            Elementwise.Copy(mean, mean + series, series);
            Center(steps, series, deviations, deviations, mean);
            Standardize(steps, series, deviations, mean + series, varianceFloor, mean);
            Gemm.MultiplyTransposedLeft(series, series, steps, deviations, series, deviations, series, output, series, accumulate: false);
            Elementwise.Clamp(output, lowest, 1f, output, checked(series * series));
            for (var place = 0; place < series; place++)
            {
                output[(nint)place * series + place] = 1f;
            }
        }
    }

    /// <summary>target = x - mean, with the mean of each column.</summary>
    static void Center(int steps, int series, float* x, float* target, float* mean)
    {
        Reductions.ColumnSum(x, steps, series, series, mean, accumulate: false);
        for (var column = 0; column < series; column++)
        {
            mean[column] /= steps;
        }

        for (nint step = 0; step < steps; step++)
        {
            Elementwise.Subtract(x + step * series, mean, target + step * series, series);
        }
    }

    /// <summary>Divides each column by its length, or sets it to 0 where it counts as constant.</summary>
    static void Standardize(int steps, int series, float* x, float* mean, float varianceFloor, float* lengths)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                StandardizeLoop<Vector512<float>, Simd512>(steps, series, x, mean, varianceFloor, lengths);
                break;
            case InstructionSet.Avx2:
                StandardizeLoop<Vector256<float>, Simd256>(steps, series, x, mean, varianceFloor, lengths);
                break;
            default:
                StandardizeLoop<Vector128<float>, Simd128>(steps, series, x, mean, varianceFloor, lengths);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void StandardizeLoop<TVector, TSimd>(int steps, int series, float* x, float* mean, float varianceFloor, float* scales)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        TVector zero = TSimd.Broadcast(0f), one = TSimd.Broadcast(1f);
        for (var column = 0; column < series; column += TSimd.Width)
        {
            var start = x + column;
            var (left, squares) = (series - column, zero);
            for (nint step = 0; step < steps; step++)
            {
                var value = VectorMemory.Load<TVector, TSimd>(start + step * series, left);
                squares = TSimd.MultiplyAdd(value, value, squares);
            }

            var level = VectorMemory.Load<TVector, TSimd>(mean + column, left);
            var floor = TSimd.MultiplyAdd(TSimd.Multiply(TSimd.Broadcast(RoundingShare), level), level, TSimd.Broadcast(varianceFloor));
            var constant = TSimd.Multiply(floor, TSimd.Broadcast(steps));
            var scale = TSimd.Divide(one, TSimd.SquareRoot(TSimd.Max(constant, squares)));
            scale = TSimd.Select(TSimd.LessThan(constant, squares), scale, zero);
            for (nint step = 0; step < steps; step++)
            {
                var place = start + step * series;
                VectorMemory.Store<TVector, TSimd>(place, TSimd.Multiply(VectorMemory.Load<TVector, TSimd>(place, left), scale), left);
            }
        }
    }
}
