using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

static unsafe partial class AdditiveAdjacencyKernels
{
    /// <summary>Floats that <see cref="Backward"/> needs for itself.</summary>
    public static int BackwardScratchLength(AdditiveAdjacencyShape shape) =>
        checked(4 * shape.Columns * shape.Stride + Rows(shape) * shape.Stride + shape.Heads);

    /// <summary>The gradients of <see cref="Forward"/>.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="u">[graphs, N, heads width].</param>
    /// <param name="v">[graphs, N, heads width].</param>
    /// <param name="weight">[heads, width].</param>
    /// <param name="bias">[heads], or null for none.</param>
    /// <param name="output">[graphs, N, N], the result of the forward pass; read only where there is one head.</param>
    /// <param name="gradOutput">[graphs, N, N].</param>
    /// <param name="gradU">[graphs, N, heads width], or null if nobody asks.</param>
    /// <param name="accumulateU">Whether gradU is added to or overwritten.</param>
    /// <param name="gradV">[graphs, N, heads width], or null if nobody asks.</param>
    /// <param name="accumulateV">Whether gradV is added to or overwritten.</param>
    /// <param name="gradWeight">[heads, width], added to; or null if nobody asks.</param>
    /// <param name="gradBias">[heads], added to; or null if nobody asks.</param>
    /// <param name="scratch">BackwardScratchLength floats.</param>
    public static void Backward(
        AdditiveAdjacencyShape shape, float* u, float* v, float* weight, float* bias, float* output, float* gradOutput,
        float* gradU, bool accumulateU, float* gradV, bool accumulateV, float* gradWeight, float* gradBias, float* scratch)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                BackwardLoop<Vector512<float>, Simd512>(
                    shape, u, v, weight, bias, output, gradOutput, gradU, accumulateU, gradV, accumulateV, gradWeight, gradBias, scratch);
                break;
            case InstructionSet.Avx2:
                BackwardLoop<Vector256<float>, Simd256>(
                    shape, u, v, weight, bias, output, gradOutput, gradU, accumulateU, gradV, accumulateV, gradWeight, gradBias, scratch);
                break;
            default:
                BackwardLoop<Vector128<float>, Simd128>(
                    shape, u, v, weight, bias, output, gradOutput, gradU, accumulateU, gradV, accumulateV, gradWeight, gradBias, scratch);
                break;
        }
    }

    /// <summary>Rows in whole blocks; the gradients of those beyond the last node are 0.</summary>
    static int Rows(AdditiveAdjacencyShape shape) => checked((shape.Nodes + RowBlock - 1) / RowBlock * RowBlock);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void BackwardLoop<TVector, TSimd>(
        AdditiveAdjacencyShape shape, float* u, float* v, float* weight, float* bias, float* output, float* gradOutput,
        float* gradU, bool accumulateU, float* gradV, bool accumulateV, float* gradWeight, float* gradBias, float* scratch)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var (nodes, columns, stride) = (shape.Nodes, shape.Columns, shape.Stride);
        nint block = (nint)columns * stride;
        float* left = scratch, right = left + block, gradLeft = right + block, gradRight = gradLeft + block;
        var gradScore = gradRight + block;
        nint pairs = (nint)Rows(shape) * stride;
        var offsets = gradScore + pairs;
        Offsets(shape, weight, bias, offsets);
        for (nint graph = 0; graph < shape.Graphs; graph++)
        {
            Exponentials(shape, u + graph * nodes * columns, left);
            Exponentials(shape, v + graph * nodes * columns, right);
            Elementwise.Fill(gradScore + (nint)nodes * stride, 0f, (int)(pairs - (nint)nodes * stride));
            for (var head = 0; head < shape.Heads; head++)
            {
                var place = (nint)head * shape.Width * stride;
                var outer = gradOutput + graph * nodes * nodes;
                if (shape.Heads == 1)
                {
                    ScoreGradientsOfOutput<TVector, TSimd>(shape, output + graph * nodes * nodes, outer, gradScore);
                }
                else
                {
                    ScoreGradients<TVector, TSimd>(
                        shape, left + place, right + place, weight + head * shape.Width, offsets[head], outer, gradScore);
                }

                var total = Reductions.Sum(gradScore, checked((int)pairs));
                if (gradBias != null)
                {
                    gradBias[head] += total;
                }

                for (var feature = 0; feature < shape.Width; feature++, place += stride)
                {
                    var w = weight[head * shape.Width + feature];
                    var share = FeatureGradients<TVector, TSimd>(
                        shape, left + place, right + place, gradScore, gradLeft + place, gradRight + place, 4 * w);
                    if (gradWeight != null)
                    {
                        gradWeight[head * shape.Width + feature] += total - 2 * share;
                    }
                }
            }

            HandOver(shape, gradLeft, gradU, graph, accumulateU);
            HandOver(shape, gradRight, gradV, graph, accumulateV);
        }
    }

    static void HandOver(AdditiveAdjacencyShape shape, float* turned, float* gradient, nint graph, bool accumulate)
    {
        if (gradient != null)
        {
            BlockLoops.Transpose(
                shape.Columns, shape.Nodes, turned, shape.Stride, gradient + graph * shape.Nodes * shape.Columns, shape.Columns, accumulate);
        }
    }

    /// <summary>gradOutput a (1 - a) where a is the output itself: one head. 0 beyond the last column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ScoreGradientsOfOutput<TVector, TSimd>(AdditiveAdjacencyShape shape, float* output, float* gradOutput, float* gradScore)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var (nodes, stride) = (shape.Nodes, shape.Stride);
        for (var row = 0; row < nodes; row++, output += nodes, gradOutput += nodes, gradScore += stride)
        {
            for (var column = 0; column < stride; column += TSimd.Width)
            {
                var a = TSimd.LoadPartial(output + column, nodes - column);
                var slope = TSimd.NegateMultiplyAdd(a, a, a);
                TSimd.Store(gradScore + column, TSimd.Multiply(slope, TSimd.LoadPartial(gradOutput + column, nodes - column)));
            }
        }
    }

    /// <summary>gradOutput s (1 - s) / heads with the strength s of one head, computed again. 0 beyond the last column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ScoreGradients<TVector, TSimd>(
        AdditiveAdjacencyShape shape, float* left, float* right, float* weight, float offset, float* gradOutput, float* gradScore)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        nint stride = shape.Stride;
        var nodes = shape.Nodes;
        var share = TSimd.Broadcast(1f / shape.Heads);
        for (var row = 0; row < nodes; row += RowBlock)
        {
            for (var column = 0; column < stride; column += TSimd.Width)
            {
                Scores<TVector, TSimd>(
                    shape.Width, left + row, right + column, stride, weight, offset, out var s0, out var s1, out var s2, out var s3);
                var (rows, columns) = (nodes - row, nodes - column);
                var outer = gradOutput + (nint)row * nodes + column;
                var target = gradScore + row * stride + column;
                ScoreGradient<TVector, TSimd>(s0, share, outer, columns, target);
                if (rows > 1)
                {
                    ScoreGradient<TVector, TSimd>(s1, share, outer + nodes, columns, target + stride);
                }

                if (rows > 2)
                {
                    ScoreGradient<TVector, TSimd>(s2, share, outer + 2 * nodes, columns, target + 2 * stride);
                }

                if (rows > 3)
                {
                    ScoreGradient<TVector, TSimd>(s3, share, outer + 3 * nodes, columns, target + 3 * stride);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ScoreGradient<TVector, TSimd>(TVector score, TVector share, float* gradOutput, int columns, float* target)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var s = VectorMath.Sigmoid<TVector, TSimd>(score);
        var slope = TSimd.Multiply(share, TSimd.NegateMultiplyAdd(s, s, s));
        TSimd.Store(target, TSimd.Multiply(slope, TSimd.LoadPartial(gradOutput, columns)));
    }

    /// <summary>The gradients of one feature of all nodes, given those of the scores; returns Σ gradScore / (1 + U V).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float FeatureGradients<TVector, TSimd>(
        AdditiveAdjacencyShape shape, float* left, float* right, float* gradScore, float* gradLeft, float* gradRight, float factor)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        nint stride = shape.Stride;
        var rows = Rows(shape);
        Elementwise.Fill(gradRight, 0f, (int)stride);
        TVector one = TSimd.Broadcast(1f), share = TSimd.Broadcast(0f);
        for (var row = 0; row < rows; row += RowBlock)
        {
            TVector e0 = TSimd.Broadcast(left[row]), e1 = TSimd.Broadcast(left[row + 1]);
            TVector e2 = TSimd.Broadcast(left[row + 2]), e3 = TSimd.Broadcast(left[row + 3]);
            TVector sum0 = TSimd.Broadcast(0f), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            var source = gradScore + row * stride;
            for (nint column = 0; column < stride; column += TSimd.Width)
            {
                var e = TSimd.Load(right + column);

                // With r = 1 / (1 + U V) the slope of tanh is 4 r (1 - r); the factor 4 w comes last.
                var r0 = TSimd.FastReciprocal(TSimd.MultiplyAdd(e0, e, one));
                var r1 = TSimd.FastReciprocal(TSimd.MultiplyAdd(e1, e, one));
                var r2 = TSimd.FastReciprocal(TSimd.MultiplyAdd(e2, e, one));
                var r3 = TSimd.FastReciprocal(TSimd.MultiplyAdd(e3, e, one));
                var g0 = TSimd.Multiply(TSimd.Load(source + column), r0);
                var g1 = TSimd.Multiply(TSimd.Load(source + column + stride), r1);
                var g2 = TSimd.Multiply(TSimd.Load(source + column + 2 * stride), r2);
                var g3 = TSimd.Multiply(TSimd.Load(source + column + 3 * stride), r3);
                share = TSimd.Add(share, TSimd.Add(TSimd.Add(g0, g1), TSimd.Add(g2, g3)));
                g0 = TSimd.NegateMultiplyAdd(g0, r0, g0);
                g1 = TSimd.NegateMultiplyAdd(g1, r1, g1);
                g2 = TSimd.NegateMultiplyAdd(g2, r2, g2);
                g3 = TSimd.NegateMultiplyAdd(g3, r3, g3);
                sum0 = TSimd.Add(sum0, g0);
                sum1 = TSimd.Add(sum1, g1);
                sum2 = TSimd.Add(sum2, g2);
                sum3 = TSimd.Add(sum3, g3);
                TSimd.Store(gradRight + column, TSimd.Add(TSimd.Load(gradRight + column), TSimd.Add(TSimd.Add(g0, g1), TSimd.Add(g2, g3))));
            }

            gradLeft[row] = TSimd.Sum(sum0);
            gradLeft[row + 1] = TSimd.Sum(sum1);
            gradLeft[row + 2] = TSimd.Sum(sum2);
            gradLeft[row + 3] = TSimd.Sum(sum3);
        }

        Finish<TVector, TSimd>(left, gradLeft, rows, factor);
        Finish<TVector, TSimd>(right, gradRight, (int)stride, factor);
        return TSimd.Sum(share);
    }

    /// <summary>Multiplies by the factor, and sets to 0 where a bound holds the input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Finish<TVector, TSimd>(float* exponential, float* gradient, int count, float factor)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var zero = TSimd.Broadcast(0f);
        var lowest = Exponential<TVector, TSimd>(TSimd.Broadcast(-Bound));
        var highest = Exponential<TVector, TSimd>(TSimd.Broadcast(Bound));
        for (var node = 0; node < count; node += TSimd.Width)
        {
            var e = TSimd.LoadPartial(exponential + node, count - node);
            var scaled = TSimd.Multiply(TSimd.Broadcast(factor), TSimd.LoadPartial(gradient + node, count - node));
            var inside = TSimd.Select(TSimd.LessThan(lowest, e), TSimd.Select(TSimd.LessThan(e, highest), scaled, zero), zero);
            TSimd.StorePartial(gradient + node, inside, count - node);
        }
    }
}
