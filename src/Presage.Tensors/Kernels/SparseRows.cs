using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Keeps the largest entries of each row of adjacency matrices [graphs, N, N], adds self-loops and normalises; in place or not.</summary>
/// <remarks>
/// Of equal entries the one that stands first stays. NaN counts as large, so that it is seen. The backward pass needs the result alone:
/// where that is 0, dropped or not, no gradient passes, and so none into a row of degree 0, which stays 0.
/// </remarks>
static unsafe partial class SparseRows
{
    // Below it a degree counts as 0: its reciprocal would turn rounding errors into edges.
    const float SmallestDegree = 1e-6f;

    const int None = -1;

    /// <summary>Floats that <see cref="Forward"/> leaves for <see cref="Backward"/>.</summary>
    public static long SavedLength(SparseRowsShape shape) => (shape.DiagonalCompetes ? 2L : 1L) * shape.Graphs * shape.Nodes;

    /// <summary>Floats that <see cref="Backward"/> needs for itself.</summary>
    public static int ScratchLength(SparseRowsShape shape) => shape.Normalization == AdjacencyNormalization.Symmetric ? shape.Nodes : 0;

    /// <summary>Computes the result.</summary>
    /// <param name="shape">The sizes, and what is done.</param>
    /// <param name="input">[graphs, N, N].</param>
    /// <param name="output">[graphs, N, N].</param>
    /// <param name="saved">SavedLength floats: the scale of each row, then the diagonal entries that stayed, where they compete.</param>
    public static void Forward(SparseRowsShape shape, float* input, float* output, float* saved)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                ForwardLoop<Vector512<float>, Simd512>(shape, input, output, saved);
                break;
            case InstructionSet.Avx2:
                ForwardLoop<Vector256<float>, Simd256>(shape, input, output, saved);
                break;
            default:
                ForwardLoop<Vector128<float>, Simd128>(shape, input, output, saved);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ForwardLoop<TVector, TSimd>(SparseRowsShape shape, float* input, float* output, float* saved)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var nodes = shape.Nodes;
        var diagonals = saved + (nint)shape.Graphs * nodes;
        for (nint graph = 0; graph < shape.Graphs; graph++, saved += nodes, diagonals += nodes)
        {
            for (var row = 0; row < nodes; row++, input += nodes, output += nodes)
            {
                KeepLargest<TVector, TSimd>(input, output, nodes, shape.DiagonalCompetes ? None : row, shape.Keep);
                if (shape.DiagonalCompetes)
                {
                    diagonals[row] = output[row];
                }

                output[row] += shape.SelfLoops ? 1f : 0f;
                saved[row] = Scale<TVector, TSimd>(shape, output);
                if (shape.Normalization == AdjacencyNormalization.Rows)
                {
                    MultiplyRow<TVector, TSimd>(output, saved[row], nodes);
                }
            }

            if (shape.Normalization == AdjacencyNormalization.Symmetric)
            {
                var target = output - (nint)nodes * nodes;
                for (var row = 0; row < nodes; row++, target += nodes)
                {
                    MultiplyRow<TVector, TSimd>(target, saved, saved[row], nodes);
                }
            }
        }
    }

    /// <summary>output = the largest of row without the excluded place, and 0 for the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void KeepLargest<TVector, TSimd>(float* row, float* output, int length, int excluded, int keep)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        if (keep < 1)
        {
            Elementwise.Fill(output, 0f, length);
            return;
        }

        var least = Threshold<TVector, TSimd>(row, length, excluded, keep, out var kept);
        var bound = TSimd.Broadcast(least);
        for (var column = 0; column < length; column += TSimd.Width)
        {
            var value = VectorMemory.Load<TVector, TSimd>(row + column, length - column);
            var large = TSimd.Select(TSimd.LessThan(value, bound), TSimd.Broadcast(0f), value);
            VectorMemory.Store<TVector, TSimd>(output + column, large, length - column);
        }

        if (excluded != None)
        {
            output[excluded] = 0f;
        }

        // NaN reaches every bound but equals none, so that more than were asked for may stay.
        for (var column = length - 1; kept > keep && column >= 0; column--)
        {
            if (column != excluded && row[column] == least)
            {
                output[column] = 0f;
                kept--;
            }
        }
    }

    /// <summary>A bound that at least <paramref name="keep"/> values reach, and no more unless they equal it: bisection on the bits of floats.</summary>
    /// <param name="row">The values.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="excluded">The place of one that does not count, or None.</param>
    /// <param name="keep">How many are to be kept, at least 1.</param>
    /// <param name="kept">How many reach the bound.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float Threshold<TVector, TSimd>(float* row, int length, int excluded, int keep, out int kept)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        kept = excluded == None ? length : length - 1;
        if (kept <= keep)
        {
            return float.NegativeInfinity;
        }

        var candidates = kept;
        Range<TVector, TSimd>(row, length, out var smallest, out var largest);
        var (low, high) = (Order(smallest), Order(largest));
        while (low < high && kept != keep)
        {
            var middle = (int)(((long)low + high + 1) >> 1);
            var bound = Value(middle);
            var count = candidates - CountBelow<TVector, TSimd>(row, length, bound);
            if (excluded != None && row[excluded] < bound)
            {
                count++;
            }

            if (count >= keep)
            {
                (low, kept) = (middle, count);
            }
            else
            {
                high = middle - 1;
            }
        }

        return Value(low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int CountBelow<TVector, TSimd>(float* row, int length, float bound)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var limit = TSimd.Broadcast(bound);
        int column = 0, count = 0;
        for (; column <= length - TSimd.Width; column += TSimd.Width)
        {
            count += TSimd.Count(TSimd.LessThan(TSimd.Load(row + column), limit));
        }

        if (column < length)
        {
            // The lanes beyond the row hold 0.
            count += TSimd.Count(TSimd.LessThan(TSimd.LoadPartial(row + column, length - column), limit));
            count -= bound > 0f ? column + TSimd.Width - length : 0;
        }

        return count;
    }

    /// <summary>The smallest and the largest number of a row; infinite where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Range<TVector, TSimd>(float* row, int length, out float smallest, out float largest)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        TVector lowest = TSimd.Broadcast(float.NegativeInfinity), highest = TSimd.Broadcast(float.PositiveInfinity);
        TVector least = highest, greatest = lowest;
        for (var column = 0; column < length; column += TSimd.Width)
        {
            var value = VectorMemory.Load<TVector, TSimd>(row + column, length - column);
            var (inside, broken) = (TSimd.First(length - column), TSimd.IsNaN(value));
            least = TSimd.Min(least, TSimd.Select(inside, TSimd.Select(broken, highest, value), highest));
            greatest = TSimd.Max(greatest, TSimd.Select(inside, TSimd.Select(broken, lowest, value), lowest));
        }

        smallest = -TSimd.MaxAcross(TSimd.Negate(least));
        largest = TSimd.MaxAcross(greatest);
    }

    /// <summary>The place of a float among all floats: integers in the same order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Order(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return bits >= 0 ? bits : int.MinValue - bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float Value(int order) => BitConverter.Int32BitsToSingle(order >= 0 ? order : int.MinValue - order);

    /// <summary>What a row is multiplied by, from its degree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float Scale<TVector, TSimd>(SparseRowsShape shape, float* row)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        if (shape.Normalization == AdjacencyNormalization.None)
        {
            return 1f;
        }

        var sum = TSimd.Broadcast(0f);
        for (var column = 0; column < shape.Nodes; column += TSimd.Width)
        {
            sum = TSimd.Add(sum, TSimd.Abs(VectorMemory.Load<TVector, TSimd>(row + column, shape.Nodes - column)));
        }

        var degree = TSimd.Sum(sum);
        return degree < SmallestDegree ? 0f
            : shape.Normalization == AdjacencyNormalization.Rows ? 1f / degree
            : 1f / MathF.Sqrt(degree);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void MultiplyRow<TVector, TSimd>(float* row, float scale, int length)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var column = 0; column < length; column += TSimd.Width)
        {
            var value = VectorMemory.Load<TVector, TSimd>(row + column, length - column);
            VectorMemory.Store<TVector, TSimd>(row + column, TSimd.Multiply(TSimd.Broadcast(scale), value), length - column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void MultiplyRow<TVector, TSimd>(float* row, float* scales, float scale, int length)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var column = 0; column < length; column += TSimd.Width)
        {
            var value = VectorMemory.Load<TVector, TSimd>(row + column, length - column);
            var both = TSimd.Multiply(TSimd.Broadcast(scale), VectorMemory.Load<TVector, TSimd>(scales + column, length - column));
            VectorMemory.Store<TVector, TSimd>(row + column, TSimd.Multiply(both, value), length - column);
        }
    }
}
