using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

static unsafe partial class LstmKernels
{
    /// <summary>Takes a tile, whose input products are in place, through all steps.</summary>
    static void Advance(int tile, LstmShape shape, float* stateWeight, float* bias, float* gates, float* state, float* output)
    {
        var (steps, hidden, stride) = (shape.Steps, shape.Hidden, shape.GateStride);
        var outputStride = (nint)steps * hidden;
        float* previous = null;
        for (var number = 0; number < steps; number++)
        {
            nint step = shape.Reversed ? steps - 1 - number : number;
            var row = gates + step * tile * stride;
            if (previous != null)
            {
                Gemm.Multiply(tile, 4 * hidden, hidden, state, hidden, stateWeight, row, stride, true);
            }

            var target = output + step * hidden;
            switch (Simd.Level)
            {
                case InstructionSet.Avx512:
                    Gates<Vector512<float>, Simd512>(tile, hidden, row, stride, bias, previous, state, target, outputStride);
                    break;
                case InstructionSet.Avx2:
                    Gates<Vector256<float>, Simd256>(tile, hidden, row, stride, bias, previous, state, target, outputStride);
                    break;
                default:
                    Gates<Vector128<float>, Simd128>(tile, hidden, row, stride, bias, previous, state, target, outputStride);
                    break;
            }

            previous = row;
        }
    }

    /// <summary>Takes the gradient of a tile's states back through all steps, leaving those of the gates in their place.</summary>
    /// <param name="tile">Sequences in the tile.</param>
    /// <param name="shape">The sizes and the direction.</param>
    /// <param name="stateWeight">U, packed transposed.</param>
    /// <param name="gates">[T, tile, GateStride].</param>
    /// <param name="gradOutput">[tile, T, D].</param>
    /// <param name="carry">[2, tile, D]: the gradients of state and cell that come from later steps.</param>
    /// <param name="gradInputBias">[4D], added to.</param>
    /// <param name="gradStateBias">[4D], added to.</param>
    static void Retreat(
        int tile, LstmShape shape, float* stateWeight, float* gates, float* gradOutput, float* carry, float* gradInputBias, float* gradStateBias)
    {
        var (steps, hidden, stride) = (shape.Steps, shape.Hidden, shape.GateStride);
        var outputStride = (nint)steps * hidden;
        var cells = carry + tile * hidden;
        Elementwise.Fill(carry, 0f, 2 * tile * hidden);
        for (var number = steps - 1; number >= 0; number--)
        {
            nint step = shape.Reversed ? steps - 1 - number : number;
            var row = gates + step * tile * stride;
            nint back = shape.Reversed ? (nint)tile * stride : -(nint)tile * stride;
            var previous = number > 0 ? row + back : null;
            var outer = gradOutput + step * hidden;
            switch (Simd.Level)
            {
                case InstructionSet.Avx512:
                    GatesBackward<Vector512<float>, Simd512>(
                        tile, hidden, row, stride, previous, outer, outputStride, carry, cells, gradInputBias, gradStateBias);
                    break;
                case InstructionSet.Avx2:
                    GatesBackward<Vector256<float>, Simd256>(
                        tile, hidden, row, stride, previous, outer, outputStride, carry, cells, gradInputBias, gradStateBias);
                    break;
                default:
                    GatesBackward<Vector128<float>, Simd128>(
                        tile, hidden, row, stride, previous, outer, outputStride, carry, cells, gradInputBias, gradStateBias);
                    break;
            }

            if (number > 0)
            {
                Gemm.Multiply(tile, hidden, 4 * hidden, row, stride, stateWeight, carry, hidden, false);
            }
        }
    }

    // Two passes over a row, as in the gated recurrent unit: the whole chain is too long to overlap with that of the next vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Gates<TVector, TSimd>(
        int tile, int hidden, float* gates, nint stride, float* bias, float* previous, float* state, float* output, nint outputStride)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (nint item = 0; item < tile; item++, gates += stride, state += hidden, output += outputStride)
        {
            for (var j = 0; j < 2 * hidden; j += TSimd.Width)
            {
                var sum = Sum<TVector, TSimd>(gates + j, bias + j, 2 * hidden - j);
                VectorMemory.Store<TVector, TSimd>(gates + j, VectorMath.Sigmoid<TVector, TSimd>(sum), 2 * hidden - j);
            }

            float* candidate = gates + 2 * hidden, outward = gates + 3 * hidden, cell = gates + 4 * hidden;
            for (var j = 0; j < hidden; j += TSimd.Width)
            {
                var g = Sum<TVector, TSimd>(candidate + j, bias + 2 * hidden + j, hidden - j);
                var o = Sum<TVector, TSimd>(outward + j, bias + 3 * hidden + j, hidden - j);
                VectorMemory.Store<TVector, TSimd>(candidate + j, VectorMath.Tanh<TVector, TSimd>(g), hidden - j);
                VectorMemory.Store<TVector, TSimd>(outward + j, VectorMath.Sigmoid<TVector, TSimd>(o), hidden - j);
            }

            var before = previous == null ? null : previous + item * stride + 4 * hidden;
            for (var j = 0; j < hidden; j += TSimd.Width)
            {
                var left = hidden - j;
                var next = TSimd.Multiply(VectorMemory.Load<TVector, TSimd>(gates + j, left), VectorMemory.Load<TVector, TSimd>(candidate + j, left));
                if (before != null)
                {
                    var forget = VectorMemory.Load<TVector, TSimd>(gates + hidden + j, left);
                    next = TSimd.MultiplyAdd(forget, VectorMemory.Load<TVector, TSimd>(before + j, left), next);
                }

                VectorMemory.Store<TVector, TSimd>(cell + j, next, left);
                var result = TSimd.Multiply(VectorMemory.Load<TVector, TSimd>(outward + j, left), VectorMath.Tanh<TVector, TSimd>(next));
                VectorMemory.Store<TVector, TSimd>(state + j, result, left);
                VectorMemory.Store<TVector, TSimd>(output + j, result, left);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Sum<TVector, TSimd>(float* a, float* b, int count)
        where TVector : struct
        where TSimd : struct, ISimd<TVector> =>
        TSimd.Add(VectorMemory.Load<TVector, TSimd>(a, count), VectorMemory.Load<TVector, TSimd>(b, count));

    // Columns outside and rows inside: so the sums for the biases stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void GatesBackward<TVector, TSimd>(
        int tile, int hidden, float* gates, nint stride, float* previous, float* gradOutput, nint outputStride, float* carry, float* cells,
        float* gradInputBias, float* gradStateBias)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var one = TSimd.Broadcast(1f);
        for (var j = 0; j < hidden; j += TSimd.Width)
        {
            var left = hidden - j;
            TVector zero = TSimd.Broadcast(0f), sumInput = zero, sumForget = zero, sumCandidate = zero, sumOutward = zero;
            for (nint item = 0; item < tile; item++)
            {
                var row = gates + item * stride + j;
                var input = VectorMemory.Load<TVector, TSimd>(row, left);
                var forget = VectorMemory.Load<TVector, TSimd>(row + hidden, left);
                var candidate = VectorMemory.Load<TVector, TSimd>(row + 2 * hidden, left);
                var outward = VectorMemory.Load<TVector, TSimd>(row + 3 * hidden, left);
                var cell = VectorMath.Tanh<TVector, TSimd>(VectorMemory.Load<TVector, TSimd>(row + 4 * hidden, left));
                var before = previous == null ? zero : VectorMemory.Load<TVector, TSimd>(previous + item * stride + 4 * hidden + j, left);
                var grad = TSimd.Add(
                    VectorMemory.Load<TVector, TSimd>(carry + item * hidden + j, left),
                    VectorMemory.Load<TVector, TSimd>(gradOutput + item * outputStride + j, left));
                var gradOutward = TSimd.Multiply(TSimd.Multiply(grad, cell), TSimd.NegateMultiplyAdd(outward, outward, outward));
                var gradCell = TSimd.MultiplyAdd(
                    TSimd.Multiply(grad, outward),
                    TSimd.NegateMultiplyAdd(cell, cell, one),
                    VectorMemory.Load<TVector, TSimd>(cells + item * hidden + j, left));
                var gradInput = TSimd.Multiply(TSimd.Multiply(gradCell, candidate), TSimd.NegateMultiplyAdd(input, input, input));
                var gradForget = TSimd.Multiply(TSimd.Multiply(gradCell, before), TSimd.NegateMultiplyAdd(forget, forget, forget));
                var gradCandidate = TSimd.Multiply(TSimd.Multiply(gradCell, input), TSimd.NegateMultiplyAdd(candidate, candidate, one));
                VectorMemory.Store<TVector, TSimd>(cells + item * hidden + j, TSimd.Multiply(gradCell, forget), left);
                VectorMemory.Store<TVector, TSimd>(row, gradInput, left);
                VectorMemory.Store<TVector, TSimd>(row + hidden, gradForget, left);
                VectorMemory.Store<TVector, TSimd>(row + 2 * hidden, gradCandidate, left);
                VectorMemory.Store<TVector, TSimd>(row + 3 * hidden, gradOutward, left);
                sumInput = TSimd.Add(sumInput, gradInput);
                sumForget = TSimd.Add(sumForget, gradForget);
                sumCandidate = TSimd.Add(sumCandidate, gradCandidate);
                sumOutward = TSimd.Add(sumOutward, gradOutward);
            }

            AddToBoth<TVector, TSimd>(gradInputBias + j, gradStateBias + j, sumInput, left);
            AddToBoth<TVector, TSimd>(gradInputBias + hidden + j, gradStateBias + hidden + j, sumForget, left);
            AddToBoth<TVector, TSimd>(gradInputBias + 2 * hidden + j, gradStateBias + 2 * hidden + j, sumCandidate, left);
            AddToBoth<TVector, TSimd>(gradInputBias + 3 * hidden + j, gradStateBias + 3 * hidden + j, sumOutward, left);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddToBoth<TVector, TSimd>(float* first, float* second, TVector value, int count)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        VectorMemory.Add<TVector, TSimd>(first, value, count, accumulate: true);
        VectorMemory.Add<TVector, TSimd>(second, value, count, accumulate: true);
    }
}
