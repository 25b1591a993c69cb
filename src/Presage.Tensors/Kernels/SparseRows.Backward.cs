using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

static unsafe partial class SparseRows
{
    /// <summary>The gradient of <see cref="Forward"/>, with the entries that were kept as constants.</summary>
    /// <remarks>
    /// Of y = a / d it is (g - sign(a) Σ g y) / d; of y[i, j] = p[i] a[i, j] p[j] with p = 1 / √d it is
    /// p[i] p[j] g[i, j] - sign(a[i, j]) p[i]² / 2 (Σ over row i of g y + Σ over column i of g y).
    /// </remarks>
    /// <param name="shape">The sizes, and what was done.</param>
    /// <param name="output">[graphs, N, N], the result of the forward pass.</param>
    /// <param name="saved">What the forward pass left.</param>
    /// <param name="gradOutput">[graphs, N, N].</param>
    /// <param name="gradInput">[graphs, N, N].</param>
    /// <param name="accumulate">Whether gradInput is added to or overwritten.</param>
    /// <param name="scratch">ScratchLength floats.</param>
    public static void Backward(
        SparseRowsShape shape, float* output, float* saved, float* gradOutput, float* gradInput, bool accumulate, float* scratch)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                BackwardLoop<Vector512<float>, Simd512>(shape, output, saved, gradOutput, gradInput, accumulate, scratch);
                break;
            case InstructionSet.Avx2:
                BackwardLoop<Vector256<float>, Simd256>(shape, output, saved, gradOutput, gradInput, accumulate, scratch);
                break;
            default:
                BackwardLoop<Vector128<float>, Simd128>(shape, output, saved, gradOutput, gradInput, accumulate, scratch);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void BackwardLoop<TVector, TSimd>(
        SparseRowsShape shape, float* output, float* saved, float* gradOutput, float* gradInput, bool accumulate, float* scratch)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var nodes = shape.Nodes;
        nint pairs = (nint)nodes * nodes;
        var diagonals = saved + (nint)shape.Graphs * nodes;
        for (nint graph = 0; graph < shape.Graphs; graph++, saved += nodes, diagonals += nodes)
        {
            if (shape.Normalization == AdjacencyNormalization.Symmetric)
            {
                Elementwise.Fill(scratch, 0f, nodes);
                for (var row = 0; row < nodes; row++)
                {
                    Elementwise.MultiplyAdd(gradOutput + (nint)row * nodes, output + (nint)row * nodes, scratch, nodes);
                }
            }

            for (var row = 0; row < nodes; row++)
            {
                // A 1 that was added to the diagonal is no entry that was kept.
                var start = (nint)row * nodes;
                var isKept = shape.DiagonalCompetes && diagonals[row] != 0;
                var before = accumulate ? gradInput[start + row] : 0f;
                BackwardRow<TVector, TSimd>(
                    shape, row, output + start, saved, gradOutput + start, gradInput + start, accumulate, scratch);
                gradInput[start + row] = isKept ? gradInput[start + row] : before;
            }

            output += pairs;
            gradOutput += pairs;
            gradInput += pairs;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void BackwardRow<TVector, TSimd>(
        SparseRowsShape shape, int row, float* output, float* saved, float* gradOutput, float* gradInput, bool accumulate, float* columns)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var nodes = shape.Nodes;
        var (own, shift) = (saved[row], 0f);
        switch (shape.Normalization)
        {
            case AdjacencyNormalization.Rows:
                shift = own * Reductions.Dot(gradOutput, output, nodes);
                break;
            case AdjacencyNormalization.Symmetric:
                shift = 0.5f * own * own * (Reductions.Dot(gradOutput, output, nodes) + columns[row]);
                break;
            default:
                break;
        }

        TVector zero = TSimd.Broadcast(0f), one = TSimd.Broadcast(1f), scale = TSimd.Broadcast(own), move = TSimd.Broadcast(shift);
        for (var column = 0; column < nodes; column += TSimd.Width)
        {
            var left = nodes - column;
            var y = VectorMemory.Load<TVector, TSimd>(output + column, left);
            var both = shape.Normalization == AdjacencyNormalization.Symmetric
                ? TSimd.Multiply(scale, VectorMemory.Load<TVector, TSimd>(saved + column, left))
                : scale;
            var gradient = TSimd.Multiply(both, VectorMemory.Load<TVector, TSimd>(gradOutput + column, left));
            gradient = TSimd.NegateMultiplyAdd(move, TSimd.CopySign(one, y), gradient);
            gradient = TSimd.Select(TSimd.LessThan(zero, TSimd.Abs(y)), gradient, zero);
            VectorMemory.Add<TVector, TSimd>(gradInput + column, gradient, left, accumulate);
        }
    }
}
