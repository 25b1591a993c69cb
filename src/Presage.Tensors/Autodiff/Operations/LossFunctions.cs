using System.Runtime.CompilerServices;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>The losses of a difference between forecast and target.</summary>
static class LossFunctions
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>d².</summary>
    public readonly struct Squared : ILossFunction
    {
        public static string Name => "MeanSquaredError";

        [MethodImpl(Inline)]
        public TVector Value<TVector, TSimd>(TVector d)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Multiply(d, d);

        [MethodImpl(Inline)]
        public TVector Derivative<TVector, TSimd>(TVector d)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Add(d, d);
    }

    /// <summary>|d|, whose derivative at 0 is 0.</summary>
    public readonly struct Absolute : ILossFunction
    {
        public static string Name => "MeanAbsoluteError";

        [MethodImpl(Inline)]
        public TVector Value<TVector, TSimd>(TVector d)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Abs(d);

        [MethodImpl(Inline)]
        public TVector Derivative<TVector, TSimd>(TVector d)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            var zero = TSimd.Broadcast(0f);
            return TSimd.Select(TSimd.LessThan(zero, TSimd.Abs(d)), TSimd.CopySign(TSimd.Broadcast(1f), d), zero);
        }
    }

    /// <summary>d²/2 up to δ, δ(|d| - δ/2) beyond (Huber 1964).</summary>
    public readonly struct Huber(float delta) : ILossFunction
    {
        public static string Name => "Huber";

        [MethodImpl(Inline)]
        public TVector Value<TVector, TSimd>(TVector d)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            // With m = min(|d|, δ) both branches are m (|d| - m/2).
            var magnitude = TSimd.Abs(d);
            var limited = TSimd.Min(TSimd.Broadcast(delta), magnitude);
            return TSimd.Multiply(limited, TSimd.NegateMultiplyAdd(TSimd.Broadcast(0.5f), limited, magnitude));
        }

        [MethodImpl(Inline)]
        public TVector Derivative<TVector, TSimd>(TVector d)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Min(TSimd.Broadcast(delta), TSimd.Max(TSimd.Broadcast(-delta), d));
    }
}
