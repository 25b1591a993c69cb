using System.Runtime.CompilerServices;

namespace Presage.Tensors.Kernels;

static unsafe partial class Elementwise
{
    /// <summary>y = factor x + offset.</summary>
    public static void Affine(float* x, float factor, float offset, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, new AffineOperator(factor, offset));

    /// <summary>y = x where it is positive, slope x elsewhere.</summary>
    public static void LeakyRelu(float* x, float slope, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, new LeakyReluOperator(slope));

    /// <summary>Gradient of LeakyRelu from its saved input: dx = dy where x > 0, else slope dy.</summary>
    public static void LeakyReluBackward(float* gradOutput, float* input, float slope, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, input, gradInput, n, accumulate, new LeakyReluDerivative(slope));

    /// <summary>y = x where it is positive, alpha (e^x - 1) elsewhere.</summary>
    public static void Elu(float* x, float alpha, float* y, int n) => ElementwiseLoops.Unary(x, y, n, new EluOperator(alpha));

    /// <summary>Gradient of Elu from its saved output, for alpha > 0: dx = dy where y > 0, else (y + alpha) dy.</summary>
    public static void EluBackward(float* gradOutput, float* output, float alpha, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, output, gradInput, n, accumulate, new EluDerivative(alpha));

    readonly struct AffineOperator(float factor, float offset) : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.MultiplyAdd(TSimd.Broadcast(factor), x, TSimd.Broadcast(offset));
    }

    readonly struct LeakyReluOperator(float slope) : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Select(TSimd.LessThan(TSimd.Broadcast(0f), x), x, TSimd.Multiply(TSimd.Broadcast(slope), x));
    }

    readonly struct LeakyReluDerivative(float slope) : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Select(TSimd.LessThan(TSimd.Broadcast(0f), x), TSimd.Broadcast(1f), TSimd.Broadcast(slope));
    }

    readonly struct EluOperator(float alpha) : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            var power = VectorMath.Exp<TVector, TSimd>(TSimd.Min(TSimd.Broadcast(0f), x));
            var negative = TSimd.Multiply(TSimd.Broadcast(alpha), TSimd.Subtract(power, TSimd.Broadcast(1f)));
            return TSimd.Select(TSimd.LessThan(TSimd.Broadcast(0f), x), x, negative);
        }
    }

    readonly struct EluDerivative(float alpha) : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Select(TSimd.LessThan(TSimd.Broadcast(0f), x), TSimd.Broadcast(1f), TSimd.Add(x, TSimd.Broadcast(alpha)));
    }
}
