using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Sums of an <see cref="ILossFunction"/> over forecasts, and their gradients. Weight 0 counts nothing, not even NaN.</summary>
static unsafe class LossLoops
{
    // Sums in float32 are short; their sums add up in float64.
    const int SumBlock = 1024;

    /// <summary>Σ weight loss(forecast - target).</summary>
    /// <param name="loss">The function.</param>
    /// <param name="forecast">The forecasts.</param>
    /// <param name="target">The targets.</param>
    /// <param name="weight">The weights, or null for 1.</param>
    /// <param name="length">How many.</param>
    public static double Sum<TLoss>(TLoss loss, float* forecast, float* target, float* weight, int length)
        where TLoss : struct, ILossFunction => Simd.Level switch
        {
            InstructionSet.Avx512 => Sum<TLoss, Vector512<float>, Simd512>(loss, forecast, target, weight, length),
            InstructionSet.Avx2 => Sum<TLoss, Vector256<float>, Simd256>(loss, forecast, target, weight, length),
            _ => Sum<TLoss, Vector128<float>, Simd128>(loss, forecast, target, weight, length),
        };

    /// <summary>gradient (+)= scale weight loss'(forecast - target).</summary>
    public static void Gradient<TLoss>(
        TLoss loss, float* forecast, float* target, float* weight, float scale, float* gradient, int length, bool accumulate)
        where TLoss : struct, ILossFunction
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                Gradient<TLoss, Vector512<float>, Simd512>(loss, forecast, target, weight, scale, gradient, length, accumulate);
                break;
            case InstructionSet.Avx2:
                Gradient<TLoss, Vector256<float>, Simd256>(loss, forecast, target, weight, scale, gradient, length, accumulate);
                break;
            default:
                Gradient<TLoss, Vector128<float>, Simd128>(loss, forecast, target, weight, scale, gradient, length, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Sum<TLoss, TVector, TSimd>(TLoss loss, float* forecast, float* target, float* weight, int length)
        where TLoss : struct, ILossFunction
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var total = 0d;
        for (var start = 0; start < length; start += SumBlock)
        {
            var sum = TSimd.Broadcast(0f);
            var end = Math.Min(length, start + SumBlock);
            for (var i = start; i < end; i += TSimd.Width)
            {
                var value = loss.Value<TVector, TSimd>(Difference<TVector, TSimd>(forecast + i, target + i, length - i));
                sum = TSimd.Add(sum, Weigh<TVector, TSimd>(value, weight, i, length - i));
            }

            total += TSimd.Sum(sum);
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Gradient<TLoss, TVector, TSimd>(
        TLoss loss, float* forecast, float* target, float* weight, float scale, float* gradient, int length, bool accumulate)
        where TLoss : struct, ILossFunction
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var factor = TSimd.Broadcast(scale);
        for (var i = 0; i < length; i += TSimd.Width)
        {
            var count = length - i;
            var value = loss.Derivative<TVector, TSimd>(Difference<TVector, TSimd>(forecast + i, target + i, count));
            value = TSimd.Multiply(factor, Weigh<TVector, TSimd>(value, weight, i, count));
            VectorMemory.Add<TVector, TSimd>(gradient + i, value, count, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Difference<TVector, TSimd>(float* forecast, float* target, int count)
        where TVector : struct
        where TSimd : struct, ISimd<TVector> =>
        TSimd.Subtract(VectorMemory.Load<TVector, TSimd>(forecast, count), VectorMemory.Load<TVector, TSimd>(target, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Weigh<TVector, TSimd>(TVector value, float* weight, int i, int count)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        if (weight == null)
        {
            return value;
        }

        var w = VectorMemory.Load<TVector, TSimd>(weight + i, count);
        var zero = TSimd.Broadcast(0f);
        return TSimd.Select(TSimd.LessThan(zero, TSimd.Abs(w)), TSimd.Multiply(w, value), zero);
    }
}
