using System.Runtime.CompilerServices;

namespace Presage.Tensors.Kernels;

static unsafe partial class Elementwise
{
    /// <summary>Gradient of Absolute from its saved input: dx = dy sign x, 0 at 0.</summary>
    public static void AbsoluteBackward(
        float* gradOutput, float* input, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, input, gradInput, n, accumulate, default(AbsoluteDerivative));

    /// <summary>Gradient of Square from its saved input: dx = 2 x dy.</summary>
    public static void SquareBackward(
        float* gradOutput, float* input, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, input, gradInput, n, accumulate, default(SquareDerivative));

    /// <summary>Gradient of SquareRoot from its saved output: dx = dy / (2 y), and 0 where y is 0.</summary>
    public static void SquareRootBackward(
        float* gradOutput, float* output, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, output, gradInput, n, accumulate, default(SquareRootDerivative));

    /// <summary>Gradient of Reciprocal from its saved output: dx = -y^2 dy.</summary>
    public static void ReciprocalBackward(
        float* gradOutput, float* output, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, output, gradInput, n, accumulate, default(ReciprocalDerivative));

    /// <summary>Gradient of Exp from its saved output: dx = y dy.</summary>
    public static void ExpBackward(
        float* gradOutput, float* output, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, output, gradInput, n, accumulate, default(ExpDerivative));

    /// <summary>Gradient of Log from its saved input: dx = dy / x.</summary>
    public static void LogBackward(
        float* gradOutput, float* input, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, input, gradInput, n, accumulate, default(LogDerivative));

    /// <summary>Gradient of Sigmoid from its saved output: dx = y (1 - y) dy.</summary>
    public static void SigmoidBackward(
        float* gradOutput, float* output, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, output, gradInput, n, accumulate, default(SigmoidDerivative));

    /// <summary>Gradient of Tanh from its saved output: dx = (1 - y^2) dy.</summary>
    public static void TanhBackward(
        float* gradOutput, float* output, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, output, gradInput, n, accumulate, default(TanhDerivative));

    /// <summary>Gradient of Relu from its saved input: dx = dy where x > 0, else 0; the output serves as well.</summary>
    public static void ReluBackward(
        float* gradOutput, float* input, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, input, gradInput, n, accumulate, default(ReluDerivative));

    /// <summary>Gradient of Gelu from its saved input: dx = (Phi(x) + x phi(x)) dy.</summary>
    public static void GeluBackward(
        float* gradOutput, float* input, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, input, gradInput, n, accumulate, default(GeluDerivative));

    /// <summary>Gradient of Silu from its saved input: dx = s (1 + x (1 - s)) dy with s = sigmoid x.</summary>
    public static void SiluBackward(
        float* gradOutput, float* input, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, input, gradInput, n, accumulate, default(SiluDerivative));

    /// <summary>Gradient of Softplus from its saved input: dx = dy sigmoid x.</summary>
    public static void SoftplusBackward(
        float* gradOutput, float* input, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, input, gradInput, n, accumulate, default(SoftplusDerivative));

    /// <summary>Gradient of Clamp from its saved input: dx = dy where x lies within [low, high], else 0.</summary>
    public static void ClampBackward(
        float* gradOutput, float* input, float low, float high, float* gradInput, int n, bool accumulate) =>
        Chain(gradOutput, input, gradInput, n, accumulate, new ClampDerivative(low, high));

    static void Chain<TDerivative>(
        float* gradOutput, float* saved, float* gradInput, int n, bool accumulate, TDerivative derivative)
        where TDerivative : struct, IUnaryOperator
    {
        if (accumulate)
        {
            ElementwiseLoops.Ternary(gradOutput, saved, gradInput, gradInput, n, new ChainOperator<TDerivative>(derivative));
        }
        else
        {
            ElementwiseLoops.Binary(gradOutput, saved, gradInput, n, new ChainOperator<TDerivative>(derivative));
        }
    }

    /// <summary>The gradient of the output times the derivative at the saved value, alone or added to a third.</summary>
    readonly struct ChainOperator<TDerivative>(TDerivative derivative) : IBinaryOperator, ITernaryOperator
        where TDerivative : struct, IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Multiply(x, derivative.Apply<TVector, TSimd>(y));

        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y, TVector z)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.MultiplyAdd(x, derivative.Apply<TVector, TSimd>(y), z);
    }

    readonly struct AbsoluteDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Select(
                TSimd.LessThan(TSimd.Broadcast(0f), TSimd.Abs(x)), TSimd.CopySign(TSimd.Broadcast(1f), x), TSimd.Broadcast(0f));
    }

    readonly struct SquareDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Add(x, x);
    }

    readonly struct SquareRootDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Select(TSimd.LessThan(TSimd.Broadcast(0f), x), TSimd.Divide(TSimd.Broadcast(0.5f), x), TSimd.Broadcast(0f));
    }

    readonly struct ReciprocalDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Negate(TSimd.Multiply(x, x));
    }

    readonly struct ExpDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            x;
    }

    readonly struct LogDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Divide(TSimd.Broadcast(1f), x);
    }

    readonly struct SigmoidDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.NegateMultiplyAdd(x, x, x);
    }

    readonly struct TanhDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.NegateMultiplyAdd(x, x, TSimd.Broadcast(1f));
    }

    readonly struct ReluDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Select(
                TSimd.LessThan(TSimd.Broadcast(0f), x), TSimd.Broadcast(1f), TSimd.Broadcast(0f));
    }

    readonly struct GeluDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            VectorMath.GeluDerivative<TVector, TSimd>(x);
    }

    readonly struct SiluDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            VectorMath.SiluDerivative<TVector, TSimd>(x);
    }

    readonly struct SoftplusDerivative : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            VectorMath.Sigmoid<TVector, TSimd>(x);
    }

    readonly struct ClampDerivative(float low, float high) : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Select(
                TSimd.LessThan(x, TSimd.Broadcast(low)),
                TSimd.Broadcast(0f),
                TSimd.Select(TSimd.LessThan(TSimd.Broadcast(high), x), TSimd.Broadcast(0f), TSimd.Broadcast(1f)));
    }
}
