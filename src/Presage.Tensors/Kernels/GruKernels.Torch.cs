using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

static unsafe partial class GruKernels
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Takes a tile, whose input products are in place, through all steps.</summary>
    static void AdvanceTorch(
        int tile, GruShape shape, float* stateWeight, float* bias, float* candidateBias, float* gates, float* state,
        bool hasInitialState, float* output)
    {
        var (steps, hidden, stride) = (shape.Steps, shape.Hidden, shape.GateStride);
        for (nint row = 0; row < (nint)tile * steps; row++)
        {
            Elementwise.Copy(candidateBias, gates + row * stride + 3 * hidden, hidden);
        }

        for (nint step = 0; step < steps; step++)
        {
            var row = gates + step * tile * stride;
            if (step > 0 || hasInitialState)
            {
                Gemm.Multiply(tile, 3 * hidden, hidden, state, hidden, stateWeight, row + hidden, stride, true);
            }

            var target = output + step * hidden;
            switch (Simd.Level)
            {
                case InstructionSet.Avx512:
                    TorchGates<Vector512<float>, Simd512>(tile, hidden, row, stride, bias, state, target, (nint)steps * hidden);
                    break;
                case InstructionSet.Avx2:
                    TorchGates<Vector256<float>, Simd256>(tile, hidden, row, stride, bias, state, target, (nint)steps * hidden);
                    break;
                default:
                    TorchGates<Vector128<float>, Simd128>(tile, hidden, row, stride, bias, state, target, (nint)steps * hidden);
                    break;
            }
        }
    }

    /// <summary>Takes the gradient of a tile's states back through all steps, leaving those of the gates in their place.</summary>
    static void RetreatTorch(
        int tile, GruShape shape, float* stateWeight, float* initialState, float* output, float* gates, float* gradOutput,
        float* carry, bool carryToStart, float* gradInputBias, float* gradStateBias)
    {
        var (steps, hidden, stride) = (shape.Steps, shape.Hidden, shape.GateStride);
        var outputStride = (nint)steps * hidden;
        for (nint step = steps - 1; step >= 0; step--)
        {
            var row = gates + step * tile * stride;
            var previous = step > 0 ? output + (step - 1) * hidden : initialState;
            var previousStride = step > 0 ? outputStride : hidden;
            var outer = gradOutput == null ? null : gradOutput + step * hidden;
            switch (Simd.Level)
            {
                case InstructionSet.Avx512:
                    TorchGatesBackward<Vector512<float>, Simd512>(
                        tile, hidden, row, stride, previous, previousStride, outer, outputStride, carry, gradInputBias, gradStateBias);
                    break;
                case InstructionSet.Avx2:
                    TorchGatesBackward<Vector256<float>, Simd256>(
                        tile, hidden, row, stride, previous, previousStride, outer, outputStride, carry, gradInputBias, gradStateBias);
                    break;
                default:
                    TorchGatesBackward<Vector128<float>, Simd128>(
                        tile, hidden, row, stride, previous, previousStride, outer, outputStride, carry, gradInputBias, gradStateBias);
                    break;
            }

            if (step > 0 || carryToStart)
            {
                Gemm.Multiply(tile, hidden, 3 * hidden, row + hidden, stride, stateWeight, carry, hidden, true);
            }
        }
    }

    // Two passes over a row: the chain from the gates to the next state is too long for the processor to start the next
    // vectors while it waits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void TorchGates<TVector, TSimd>(
        int tile, int hidden, float* gates, nint stride, float* bias, float* state, float* output, nint outputStride)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (; tile > 0; tile--, gates += stride, state += hidden, output += outputStride)
        {
            var resetAndUpdate = gates + hidden;
            var j = 0;
            for (; j <= 2 * hidden - TSimd.Width; j += TSimd.Width)
            {
                var sum = TSimd.Add(TSimd.Load(resetAndUpdate + j), TSimd.Load(bias + j));
                TSimd.Store(resetAndUpdate + j, VectorMath.Sigmoid<TVector, TSimd>(sum));
            }

            if (j < 2 * hidden)
            {
                var left = 2 * hidden - j;
                var sum = TSimd.Add(TSimd.LoadPartial(resetAndUpdate + j, left), TSimd.LoadPartial(bias + j, left));
                TSimd.StorePartial(resetAndUpdate + j, VectorMath.Sigmoid<TVector, TSimd>(sum), left);
            }

            for (j = 0; j <= hidden - TSimd.Width; j += TSimd.Width)
            {
                TorchState<TVector, TSimd>(TSimd.Width, hidden, gates + j, bias + j, state + j, output + j);
            }

            if (j < hidden)
            {
                TorchState<TVector, TSimd>(hidden - j, hidden, gates + j, bias + j, state + j, output + j);
            }
        }
    }

    [MethodImpl(Inline)]
    static void TorchState<TVector, TSimd>(int count, int hidden, float* gates, float* bias, float* state, float* output)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var reset = TSimd.LoadPartial(gates + hidden, count);
        var update = TSimd.LoadPartial(gates + 2 * hidden, count);
        var fromState = TSimd.LoadPartial(gates + 3 * hidden, count);
        var fromInput = TSimd.Add(TSimd.LoadPartial(gates, count), TSimd.LoadPartial(bias + 2 * hidden, count));
        var candidate = VectorMath.Tanh<TVector, TSimd>(TSimd.MultiplyAdd(reset, fromState, fromInput));
        var next = TSimd.MultiplyAdd(update, TSimd.Subtract(TSimd.LoadPartial(state, count), candidate), candidate);
        TSimd.StorePartial(gates, candidate, count);
        TSimd.StorePartial(state, next, count);
        TSimd.StorePartial(output, next, count);
    }

    // Columns outside and rows inside: so the sums for the biases stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void TorchGatesBackward<TVector, TSimd>(
        int tile, int hidden, float* gates, nint stride, float* previous, nint previousStride, float* gradOutput, nint outputStride,
        float* carry, float* gradInputBias, float* gradStateBias)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var j = 0;
        for (; j <= hidden - TSimd.Width; j += TSimd.Width)
        {
            TorchGateColumn<TVector, TSimd>(
                TSimd.Width, tile, hidden, gates + j, stride, previous == null ? null : previous + j, previousStride,
                gradOutput == null ? null : gradOutput + j, outputStride, carry + j, gradInputBias + j, gradStateBias + j);
        }

        if (j < hidden)
        {
            TorchGateColumn<TVector, TSimd>(
                hidden - j, tile, hidden, gates + j, stride, previous == null ? null : previous + j, previousStride,
                gradOutput == null ? null : gradOutput + j, outputStride, carry + j, gradInputBias + j, gradStateBias + j);
        }
    }

    [MethodImpl(Inline)]
    static void TorchGateColumn<TVector, TSimd>(
        int count, int tile, int hidden, float* gates, nint stride, float* previous, nint previousStride, float* gradOutput,
        nint outputStride, float* carry, float* gradInputBias, float* gradStateBias)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        TVector one = TSimd.Broadcast(1f), zero = TSimd.Broadcast(0f);
        TVector sumCandidate = zero, sumReset = zero, sumUpdate = zero, sumState = zero;
        for (nint row = 0; row < tile; row++, gates += stride, carry += hidden)
        {
            var candidate = TSimd.LoadPartial(gates, count);
            var reset = TSimd.LoadPartial(gates + hidden, count);
            var update = TSimd.LoadPartial(gates + 2 * hidden, count);
            var fromState = TSimd.LoadPartial(gates + 3 * hidden, count);
            var state = previous == null ? zero : TSimd.LoadPartial(previous + row * previousStride, count);
            var grad = TSimd.LoadPartial(carry, count);
            if (gradOutput != null)
            {
                grad = TSimd.Add(grad, TSimd.LoadPartial(gradOutput + row * outputStride, count));
            }

            var kept = TSimd.Multiply(grad, update);
            var gradCandidate = TSimd.Multiply(
                TSimd.Subtract(grad, kept), TSimd.NegateMultiplyAdd(candidate, candidate, one));
            var gradUpdate = TSimd.Multiply(TSimd.Subtract(state, candidate), TSimd.NegateMultiplyAdd(kept, update, kept));
            var gradState = TSimd.Multiply(gradCandidate, reset);
            var gradReset = TSimd.Multiply(fromState, TSimd.NegateMultiplyAdd(gradState, reset, gradState));
            TSimd.StorePartial(gates, gradCandidate, count);
            TSimd.StorePartial(gates + hidden, gradReset, count);
            TSimd.StorePartial(gates + 2 * hidden, gradUpdate, count);
            TSimd.StorePartial(gates + 3 * hidden, gradState, count);
            TSimd.StorePartial(carry, kept, count);
            sumCandidate = TSimd.Add(sumCandidate, gradCandidate);
            sumReset = TSimd.Add(sumReset, gradReset);
            sumUpdate = TSimd.Add(sumUpdate, gradUpdate);
            sumState = TSimd.Add(sumState, gradState);
        }

        AddTo<TVector, TSimd>(count, gradInputBias, sumReset);
        AddTo<TVector, TSimd>(count, gradInputBias + hidden, sumUpdate);
        AddTo<TVector, TSimd>(count, gradInputBias + 2 * hidden, sumCandidate);
        AddTo<TVector, TSimd>(count, gradStateBias, sumReset);
        AddTo<TVector, TSimd>(count, gradStateBias + hidden, sumUpdate);
        AddTo<TVector, TSimd>(count, gradStateBias + 2 * hidden, sumState);
    }

    [MethodImpl(Inline)]
    static void AddTo<TVector, TSimd>(int count, float* target, TVector value)
        where TVector : struct
        where TSimd : struct, ISimd<TVector> =>
        TSimd.StorePartial(target, TSimd.Add(TSimd.LoadPartial(target, count), value), count);
}
