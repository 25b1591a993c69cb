using System.Runtime.CompilerServices;

namespace Presage.Tensors.Kernels;

/// <summary>Operations on each of n floats, any n; a target may be one of the operands, but not overlap one otherwise.</summary>
static unsafe partial class Elementwise
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>c = s.</summary>
    public static void Fill(float* c, float s, int n) => new Span<float>(c, n).Fill(s);

    /// <summary>c = a.</summary>
    public static void Copy(float* a, float* c, int n) => new ReadOnlySpan<float>(a, n).CopyTo(new Span<float>(c, n));

    /// <summary>c = a + b.</summary>
    public static void Add(float* a, float* b, float* c, int n) =>
        ElementwiseLoops.Binary(a, b, c, n, default(AddOperator));

    /// <summary>c = a - b.</summary>
    public static void Subtract(float* a, float* b, float* c, int n) =>
        ElementwiseLoops.Binary(a, b, c, n, default(SubtractOperator));

    /// <summary>c = a b.</summary>
    public static void Multiply(float* a, float* b, float* c, int n) =>
        ElementwiseLoops.Binary(a, b, c, n, default(MultiplyOperator));

    /// <summary>c = a / b.</summary>
    public static void Divide(float* a, float* b, float* c, int n) =>
        ElementwiseLoops.Binary(a, b, c, n, default(DivideOperator));

    /// <summary>c = min(a, b); NaN where either is NaN.</summary>
    public static void Minimum(float* a, float* b, float* c, int n) =>
        ElementwiseLoops.Binary(a, b, c, n, default(MinimumOperator));

    /// <summary>c = max(a, b); NaN where either is NaN.</summary>
    public static void Maximum(float* a, float* b, float* c, int n) =>
        ElementwiseLoops.Binary(a, b, c, n, default(MaximumOperator));

    /// <summary>c = a + s.</summary>
    public static void AddScalar(float* a, float s, float* c, int n) =>
        ElementwiseLoops.Unary(a, c, n, new AddScalarOperator(s));

    /// <summary>c = s a.</summary>
    public static void Scale(float* a, float s, float* c, int n) =>
        ElementwiseLoops.Unary(a, c, n, new ScaleOperator(s));

    /// <summary>c = s - a.</summary>
    public static void SubtractFrom(float s, float* a, float* c, int n) =>
        ElementwiseLoops.Unary(a, c, n, new SubtractFromOperator(s));

    /// <summary>y = y + s x.</summary>
    public static void Axpy(float s, float* x, float* y, int n) =>
        ElementwiseLoops.Binary(x, y, y, n, new AxpyOperator(s));

    /// <summary>y = y + x.</summary>
    public static void Accumulate(float* x, float* y, int n) =>
        ElementwiseLoops.Binary(x, y, y, n, default(AddOperator));

    /// <summary>c = c + a b.</summary>
    public static void MultiplyAdd(float* a, float* b, float* c, int n) =>
        ElementwiseLoops.Ternary(a, b, c, c, n, default(MultiplyAddOperator));

    /// <summary>c = a within [low, high]; NaN stays NaN.</summary>
    public static void Clamp(float* a, float low, float high, float* c, int n) =>
        ElementwiseLoops.Unary(a, c, n, new ClampOperator(low, high));

    readonly struct AddOperator : IBinaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Add(x, y);
    }

    readonly struct SubtractOperator : IBinaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Subtract(x, y);
    }

    readonly struct MultiplyOperator : IBinaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Multiply(x, y);
    }

    readonly struct DivideOperator : IBinaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Divide(x, y);
    }

    readonly struct MinimumOperator : IBinaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Select(TSimd.IsNaN(x), x, TSimd.Min(x, y));
    }

    readonly struct MaximumOperator : IBinaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Select(TSimd.IsNaN(x), x, TSimd.Max(x, y));
    }

    readonly struct AddScalarOperator(float scalar) : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Add(x, TSimd.Broadcast(scalar));
    }

    readonly struct ScaleOperator(float scalar) : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Multiply(x, TSimd.Broadcast(scalar));
    }

    readonly struct SubtractFromOperator(float scalar) : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Subtract(TSimd.Broadcast(scalar), x);
    }

    readonly struct AxpyOperator(float scalar) : IBinaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.MultiplyAdd(x, TSimd.Broadcast(scalar), y);
    }

    readonly struct MultiplyAddOperator : ITernaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y, TVector z)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.MultiplyAdd(x, y, z);
    }

    readonly struct ClampOperator(float low, float high) : IUnaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.Max(TSimd.Broadcast(low), TSimd.Min(TSimd.Broadcast(high), x));
    }
}
