using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>a[i, j] = mean over heads of sigmoid(Σ_f w[f] tanh(u[i, f] + v[j, f]) + b), forward and backward, for many graphs in one call each.</summary>
/// <remarks>
/// With U = e^(2u) and V = e^(2v) the sum is Σ w - 2 Σ w / (1 + U V): the exponentials are of nodes, and a pair of nodes costs one reciprocal
/// for each feature. u and v are held in [-20, 20], so that no product overflows; beyond that no gradient passes. The backward pass computes
/// the reciprocals again, and nothing of the size of pairs times features is ever stored.
/// <para>
/// u and v are [graphs, N, heads width], w is [heads, width], b is [heads], a and its gradient are [graphs, N, N]. Inside, nodes lie along
/// vectors: [heads width, stride].
/// </para>
/// </remarks>
static unsafe partial class AdditiveAdjacencyKernels
{
    const float Bound = 20f;

    // Rows that share each load of V; four hide the latency of the reciprocals.
    const int RowBlock = 4;

    /// <summary>Floats that <see cref="Forward"/> needs for itself.</summary>
    public static int ForwardScratchLength(AdditiveAdjacencyShape shape) => checked(2 * shape.Columns * shape.Stride + shape.Heads);

    /// <summary>Computes the adjacency.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="u">[graphs, N, heads width].</param>
    /// <param name="v">[graphs, N, heads width].</param>
    /// <param name="weight">[heads, width].</param>
    /// <param name="bias">[heads], or null for none.</param>
    /// <param name="output">[graphs, N, N].</param>
    /// <param name="scratch">ForwardScratchLength floats.</param>
    public static void Forward(AdditiveAdjacencyShape shape, float* u, float* v, float* weight, float* bias, float* output, float* scratch)
    {
        var nodes = shape.Nodes;
        var left = scratch;
        var right = left + shape.Columns * shape.Stride;
        var offsets = right + shape.Columns * shape.Stride;
        Offsets(shape, weight, bias, offsets);
        for (nint graph = 0; graph < shape.Graphs; graph++)
        {
            Exponentials(shape, u + graph * nodes * shape.Columns, left);
            Exponentials(shape, v + graph * nodes * shape.Columns, right);
            var target = output + graph * nodes * nodes;
            switch (Simd.Level)
            {
                case InstructionSet.Avx512:
                    StrengthLoop<Vector512<float>, Simd512>(shape, left, right, weight, offsets, target);
                    break;
                case InstructionSet.Avx2:
                    StrengthLoop<Vector256<float>, Simd256>(shape, left, right, weight, offsets, target);
                    break;
                default:
                    StrengthLoop<Vector128<float>, Simd128>(shape, left, right, weight, offsets, target);
                    break;
            }
        }
    }

    /// <summary>Σ w + b of each head.</summary>
    static void Offsets(AdditiveAdjacencyShape shape, float* weight, float* bias, float* offsets)
    {
        for (var head = 0; head < shape.Heads; head++)
        {
            var sum = Reductions.Sum(weight + head * shape.Width, shape.Width);
            offsets[head] = bias == null ? sum : sum + bias[head];
        }
    }

    /// <summary>e^(2x) of x[N, columns], turned: target[columns, stride], 1 beyond the last node.</summary>
    static void Exponentials(AdditiveAdjacencyShape shape, float* x, float* target)
    {
        BlockLoops.Transpose(shape.Nodes, shape.Columns, x, shape.Columns, target, shape.Stride, accumulate: false);
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                ExponentialLoop<Vector512<float>, Simd512>(shape, target);
                break;
            case InstructionSet.Avx2:
                ExponentialLoop<Vector256<float>, Simd256>(shape, target);
                break;
            default:
                ExponentialLoop<Vector128<float>, Simd128>(shape, target);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ExponentialLoop<TVector, TSimd>(AdditiveAdjacencyShape shape, float* x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var (nodes, stride) = (shape.Nodes, shape.Stride);
        for (var column = 0; column < shape.Columns; column++, x += stride)
        {
            for (var node = 0; node < stride; node += TSimd.Width)
            {
                TSimd.Store(x + node, Exponential<TVector, TSimd>(TSimd.LoadPartial(x + node, nodes - node)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Exponential<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var held = TSimd.Max(TSimd.Broadcast(-Bound), TSimd.Min(TSimd.Broadcast(Bound), x));
        return VectorMath.Exp<TVector, TSimd>(TSimd.Add(held, held));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void StrengthLoop<TVector, TSimd>(
        AdditiveAdjacencyShape shape, float* left, float* right, float* weight, float* offsets, float* output)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        nint stride = shape.Stride;
        var (nodes, heads, width) = (shape.Nodes, shape.Heads, shape.Width);
        var share = TSimd.Broadcast(1f / heads);
        for (var row = 0; row < nodes; row += RowBlock)
        {
            for (var column = 0; column < nodes; column += TSimd.Width)
            {
                TVector a0 = TSimd.Broadcast(0f), a1 = a0, a2 = a0, a3 = a0;
                for (var head = 0; head < heads; head++)
                {
                    var block = head * width * stride;
                    Scores<TVector, TSimd>(
                        width, left + block + row, right + block + column, stride, weight + head * width, offsets[head],
                        out var s0, out var s1, out var s2, out var s3);
                    a0 = TSimd.MultiplyAdd(share, VectorMath.Sigmoid<TVector, TSimd>(s0), a0);
                    a1 = TSimd.MultiplyAdd(share, VectorMath.Sigmoid<TVector, TSimd>(s1), a1);
                    a2 = TSimd.MultiplyAdd(share, VectorMath.Sigmoid<TVector, TSimd>(s2), a2);
                    a3 = TSimd.MultiplyAdd(share, VectorMath.Sigmoid<TVector, TSimd>(s3), a3);
                }

                var target = output + (nint)row * nodes + column;
                var (rows, columns) = (nodes - row, nodes - column);
                VectorMemory.Store<TVector, TSimd>(target, a0, columns);
                if (rows > 1)
                {
                    VectorMemory.Store<TVector, TSimd>(target + nodes, a1, columns);
                }

                if (rows > 2)
                {
                    VectorMemory.Store<TVector, TSimd>(target + 2 * nodes, a2, columns);
                }

                if (rows > 3)
                {
                    VectorMemory.Store<TVector, TSimd>(target + 3 * nodes, a3, columns);
                }
            }
        }
    }

    /// <summary>offset - 2 Σ w / (1 + U V) of four rows and one vector of columns in one head.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Scores<TVector, TSimd>(
        int width, float* left, float* right, nint stride, float* weight, float offset,
        out TVector s0, out TVector s1, out TVector s2, out TVector s3)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        TVector sum0 = TSimd.Broadcast(0f), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        var one = TSimd.Broadcast(1f);
        for (var feature = 0; feature < width; feature++, left += stride, right += stride)
        {
            var (w, e) = (TSimd.Broadcast(weight[feature]), TSimd.Load(right));
            sum0 = TSimd.MultiplyAdd(w, TSimd.FastReciprocal(TSimd.MultiplyAdd(TSimd.Broadcast(left[0]), e, one)), sum0);
            sum1 = TSimd.MultiplyAdd(w, TSimd.FastReciprocal(TSimd.MultiplyAdd(TSimd.Broadcast(left[1]), e, one)), sum1);
            sum2 = TSimd.MultiplyAdd(w, TSimd.FastReciprocal(TSimd.MultiplyAdd(TSimd.Broadcast(left[2]), e, one)), sum2);
            sum3 = TSimd.MultiplyAdd(w, TSimd.FastReciprocal(TSimd.MultiplyAdd(TSimd.Broadcast(left[3]), e, one)), sum3);
        }

        var (start, two) = (TSimd.Broadcast(offset), TSimd.Broadcast(2f));
        s0 = TSimd.NegateMultiplyAdd(two, sum0, start);
        s1 = TSimd.NegateMultiplyAdd(two, sum1, start);
        s2 = TSimd.NegateMultiplyAdd(two, sum2, start);
        s3 = TSimd.NegateMultiplyAdd(two, sum3, start);
    }
}
