using System.Runtime.CompilerServices;

namespace Presage.Tensors.Kernels;

static unsafe partial class Elementwise
{
    /// <summary>y = -x.</summary>
    public static void Negate(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(NegateOperator));

    /// <summary>y = |x|.</summary>
    public static void Absolute(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(AbsoluteOperator));

    /// <summary>y = x^2.</summary>
    public static void Square(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(SquareOperator));

    /// <summary>y = sqrt x; NaN below 0.</summary>
    public static void SquareRoot(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(SquareRootOperator));

    /// <summary>y = 1 / x.</summary>
    public static void Reciprocal(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(ReciprocalOperator));

    /// <summary>y = e^x; 0 below -87.3, infinite above 88.7.</summary>
    public static void Exp(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(ExpOperator));

    /// <summary>y = ln x; negative infinity at 0, NaN below.</summary>
    public static void Log(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(LogOperator));

    /// <summary>y = 1 / (1 + e^-x).</summary>
    public static void Sigmoid(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(SigmoidOperator));

    /// <summary>y = tanh x.</summary>
    public static void Tanh(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(TanhOperator));

    /// <summary>y = erf x.</summary>
    public static void Erf(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(ErfOperator));

    /// <summary>y = max(x, 0).</summary>
    public static void Relu(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(ReluOperator));

    /// <summary>y = x Phi(x), the exact form with the normal distribution function Phi.</summary>
    public static void Gelu(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(GeluOperator));

    /// <summary>y = x / (1 + e^-x).</summary>
    public static void Silu(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(SiluOperator));

    /// <summary>y = ln(1 + e^x).</summary>
    public static void Softplus(float* x, float* y, int n) =>
        ElementwiseLoops.Unary(x, y, n, default(SoftplusOperator));

    readonly struct NegateOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Negate(x);
    }

    readonly struct AbsoluteOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Abs(x);
    }

    readonly struct SquareOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Multiply(x, x);
    }

    readonly struct SquareRootOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.SquareRoot(x);
    }

    readonly struct ReciprocalOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Divide(TSimd.Broadcast(1f), x);
    }

    readonly struct ExpOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            VectorMath.Exp<TVector, TSimd>(x);
    }

    readonly struct LogOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            VectorMath.Log<TVector, TSimd>(x);
    }

    readonly struct SigmoidOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            VectorMath.Sigmoid<TVector, TSimd>(x);
    }

    readonly struct TanhOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            VectorMath.Tanh<TVector, TSimd>(x);
    }

    readonly struct ErfOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            VectorMath.Erf<TVector, TSimd>(x);
    }

    readonly struct ReluOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Max(TSimd.Broadcast(0f), x);
    }

    readonly struct GeluOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            VectorMath.Gelu<TVector, TSimd>(x);
    }

    readonly struct SiluOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Multiply(x, VectorMath.Sigmoid<TVector, TSimd>(x));
    }

    readonly struct SoftplusOperator : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            VectorMath.Softplus<TVector, TSimd>(x);
    }
}
