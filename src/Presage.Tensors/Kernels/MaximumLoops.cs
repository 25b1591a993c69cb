using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>The largest number of each column, and the first row where it stands.</summary>
static unsafe class MaximumLoops
{
    /// <summary>largest[j] = max over the rows of x[row, j]; place[j] is the row.</summary>
    /// <param name="x">Rows without gaps.</param>
    /// <param name="rows">At least 1, at most 2^24.</param>
    /// <param name="columns">The numbers in a row.</param>
    /// <param name="largest">[columns].</param>
    /// <param name="place">[columns], whole numbers.</param>
    public static void OfColumns(float* x, int rows, int columns, float* largest, float* place)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                OfColumns<Vector512<float>, Simd512>(x, rows, columns, largest, place);
                break;
            case InstructionSet.Avx2:
                OfColumns<Vector256<float>, Simd256>(x, rows, columns, largest, place);
                break;
            default:
                OfColumns<Vector128<float>, Simd128>(x, rows, columns, largest, place);
                break;
        }
    }

    /// <summary>x[place[j], j] += gradient[j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(float* gradient, float* place, int columns, float* x)
    {
        for (var j = 0; j < columns; j++)
        {
            x[(nint)place[j] * columns + j] += gradient[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void OfColumns<TVector, TSimd>(float* x, int rows, int columns, float* largest, float* place)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var j = 0; j < columns; j += TSimd.Width)
        {
            var row = x + j;
            var best = VectorMemory.Load<TVector, TSimd>(row, columns - j);
            var at = TSimd.Broadcast(0f);
            for (var r = 1; r < rows; r++)
            {
                row += columns;
                var value = VectorMemory.Load<TVector, TSimd>(row, columns - j);
                var larger = TSimd.LessThan(best, value);
                best = TSimd.Select(larger, value, best);
                at = TSimd.Select(larger, TSimd.Broadcast(r), at);
            }

            VectorMemory.Store<TVector, TSimd>(largest + j, best, columns - j);
            VectorMemory.Store<TVector, TSimd>(place + j, at, columns - j);
        }
    }
}
