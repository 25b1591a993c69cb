using System.Runtime.CompilerServices;

namespace Presage.Tensors.Kernels;

/// <summary>Functions of one vector, exact to about 3e-7 of the value and inlined into the loops that use them.</summary>
/// <remarks>
/// Finite input gives no NaN, except the logarithm of a negative number; NaN stays NaN. The coefficients are our own
/// fits of least relative error; each function names the error of its fit, rounding adds about 1e-7.
/// </remarks>
static class VectorMath
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    // ln 2 in two parts: 355/512 has so few bits that its product with an exponent is exact.
    const float Ln2High = 0.693359375f;
    const float Ln2Low = -2.12194440e-4f;
    const float Log2E = 1.44269504f;
    const float SqrtHalf = 0.707106781f;

    // Beyond it e^x and e^-x leave the normal numbers, which cost the processor a hundred cycles each.
    const float NormalExp = 87.3f;

    /// <summary>e^x; 0 below -87.3 and infinite above 88.7.</summary>
    [MethodImpl(Inline)]
    public static TVector Exp<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var lowest = TSimd.Broadcast(-NormalExp);
        var result = ExpInRange<TVector, TSimd>(TSimd.Max(lowest, TSimd.Min(TSimd.Broadcast(89f), x)));
        return TSimd.Select(TSimd.LessThan(x, lowest), TSimd.Broadcast(0f), result);
    }

    /// <summary>The natural logarithm; negative infinity at 0 and NaN below.</summary>
    [MethodImpl(Inline)]
    public static TVector Log<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var smallestNormal = TSimd.Broadcast(1.17549435e-38f);
        var subnormal = TSimd.LessThan(x, smallestNormal);
        var normal = TSimd.Select(subnormal, TSimd.Multiply(x, TSimd.Broadcast(8388608f)), x);
        var exponent = TSimd.Subtract(
            TSimd.Exponent(normal), TSimd.Select(subnormal, TSimd.Broadcast(23f), TSimd.Broadcast(0f)));
        var mantissa = TSimd.Mantissa(normal);
        var high = TSimd.LessThan(TSimd.Broadcast(2 * SqrtHalf), mantissa);
        mantissa = TSimd.Select(high, TSimd.Multiply(mantissa, TSimd.Broadcast(0.5f)), mantissa);
        exponent = TSimd.Select(high, TSimd.Add(exponent, TSimd.Broadcast(1f)), exponent);

        // ln(1 + f) = f - f^2 / 2 + f^3 P(f) for 1 + f in [sqrt 1/2, sqrt 2]; 6e-9.
        var f = TSimd.Subtract(mantissa, TSimd.Broadcast(1f));
        var square = TSimd.Multiply(f, f);
        var p = TSimd.Broadcast(-0.07633802288f);
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(0.127610269f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(-0.1316019501f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(0.1420184313f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(-0.1662336485f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(0.2000122302f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(-0.2500082073f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(0.3333333175f));
        p = TSimd.Multiply(TSimd.Multiply(p, f), square);
        p = TSimd.MultiplyAdd(exponent, TSimd.Broadcast(Ln2Low), p);
        p = TSimd.NegateMultiplyAdd(TSimd.Broadcast(0.5f), square, p);
        var result = TSimd.MultiplyAdd(exponent, TSimd.Broadcast(Ln2High), TSimd.Add(f, p));

        var zero = TSimd.Broadcast(0f);
        result = TSimd.Select(TSimd.LessThan(zero, x), result, TSimd.Broadcast(float.NegativeInfinity));
        result = TSimd.Select(TSimd.LessThan(x, zero), TSimd.Broadcast(float.NaN), result);
        result = TSimd.Select(TSimd.LessThan(TSimd.Broadcast(float.MaxValue), x), x, result);
        return TSimd.Select(TSimd.IsNaN(x), x, result);
    }

    /// <summary>1 / (1 + e^-x), at least 1.6e-38.</summary>
    [MethodImpl(Inline)]
    public static TVector Sigmoid<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        x = TSimd.Max(TSimd.Broadcast(-NormalExp), TSimd.Min(TSimd.Broadcast(NormalExp), x));
        return TSimd.FastReciprocal(TSimd.Add(TSimd.Broadcast(1f), ExpInRange<TVector, TSimd>(TSimd.Negate(x))));
    }

    /// <summary>tanh x as x P(x^2) / Q(x^2) on [-9, 9] and +-1 beyond; 2e-8.</summary>
    [MethodImpl(Inline)]
    public static TVector Tanh<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        x = TSimd.Max(TSimd.Broadcast(-9f), TSimd.Min(TSimd.Broadcast(9f), x));
        var square = TSimd.Multiply(x, x);
        var p = TSimd.Broadcast(1.335354694e-8f);
        var q = TSimd.Broadcast(7.7761155e-7f);
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(2.060832885e-5f));
        q = TSimd.MultiplyAdd(q, square, TSimd.Broadcast(3.285562753e-4f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(3.495545606e-3f));
        q = TSimd.MultiplyAdd(q, square, TSimd.Broadcast(2.587682472e-2f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(0.1338099128f));
        q = TSimd.MultiplyAdd(q, square, TSimd.Broadcast(0.4671430696f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(0.9999999796f));
        q = TSimd.MultiplyAdd(q, square, TSimd.Broadcast(1f));
        var ratio = TSimd.Multiply(TSimd.Multiply(p, x), TSimd.FastReciprocal(q));
        return TSimd.Max(TSimd.Broadcast(-1f), TSimd.Min(TSimd.Broadcast(1f), ratio));
    }

    /// <summary>The error function.</summary>
    [MethodImpl(Inline)]
    public static TVector Erf<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        // erf x = x P(x^2) on [-1, 1]; 1e-9. Beyond, 1 - erfc x loses nothing.
        var square = TSimd.Multiply(x, x);
        var p = TSimd.Broadcast(7.853890693e-5f);
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(-8.010201346e-4f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(5.188328407e-3f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(-2.685381221e-2f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(0.1128358515f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(-0.3761262582f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(1.128379166f));
        var magnitude = TSimd.Abs(x);
        var erfc = TSimd.Multiply(
            Exp<TVector, TSimd>(TSimd.Negate(square)), ScaledErfc<TVector, TSimd>(magnitude));
        var outer = TSimd.CopySign(TSimd.Subtract(TSimd.Broadcast(1f), erfc), x);
        return TSimd.Select(TSimd.LessThan(magnitude, TSimd.Broadcast(1f)), TSimd.Multiply(p, x), outer);
    }

    /// <summary>log(1 + e^x) without overflow or loss: max(x, 0) + log(1 + e^-|x|).</summary>
    [MethodImpl(Inline)]
    public static TVector Softplus<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var u = Exp<TVector, TSimd>(TSimd.Negate(TSimd.Abs(x)));

        // log(1 + u) = 2 atanh s with s = u / (2 + u) in [0, 1/3]; 5e-9.
        var s = TSimd.Multiply(u, TSimd.FastReciprocal(TSimd.Add(TSimd.Broadcast(2f), u)));
        var square = TSimd.Multiply(s, s);
        var p = TSimd.Broadcast(0.1401231685f);
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(0.139995478f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(0.2001085102f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(0.3333320655f));
        p = TSimd.Multiply(p, square);
        s = TSimd.Add(s, s);
        return TSimd.Add(TSimd.Max(TSimd.Broadcast(0f), x), TSimd.MultiplyAdd(p, s, s));
    }

    /// <summary>x Phi(x) with the normal distribution function Phi: the exact GELU, not its tanh approximation.</summary>
    [MethodImpl(Inline)]
    public static TVector Gelu<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector> =>
        TSimd.Multiply(x, NormalDistribution<TVector, TSimd>(x, out _));

    /// <summary>The derivative of the exact GELU: Phi(x) + x phi(x).</summary>
    [MethodImpl(Inline)]
    public static TVector GeluDerivative<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        GeluWithDerivative<TVector, TSimd>(x, out var derivative);
        return derivative;
    }

    /// <summary>The exact GELU and its derivative, which share an exponential.</summary>
    [MethodImpl(Inline)]
    public static TVector GeluWithDerivative<TVector, TSimd>(TVector x, out TVector derivative)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var phi = NormalDistribution<TVector, TSimd>(x, out var bell);
        derivative = TSimd.MultiplyAdd(TSimd.Multiply(x, TSimd.Broadcast(0.398942280f)), bell, phi);
        return TSimd.Multiply(x, phi);
    }

    /// <summary>The derivative of x sigmoid x: s (1 + x (1 - s)).</summary>
    [MethodImpl(Inline)]
    public static TVector SiluDerivative<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var s = Sigmoid<TVector, TSimd>(x);
        return TSimd.MultiplyAdd(TSimd.Multiply(s, x), TSimd.Subtract(TSimd.Broadcast(1f), s), s);
    }

    /// <summary>Phi(x), the normal distribution function, and e^(-x^2 / 2).</summary>
    [MethodImpl(Inline)]
    static TVector NormalDistribution<TVector, TSimd>(TVector x, out TVector bell)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        bell = Exp<TVector, TSimd>(TSimd.Multiply(TSimd.Multiply(x, TSimd.Broadcast(-0.5f)), x));
        var erfc = ScaledErfc<TVector, TSimd>(TSimd.Multiply(TSimd.Abs(x), TSimd.Broadcast(SqrtHalf)));
        var tail = TSimd.Multiply(TSimd.Multiply(TSimd.Broadcast(0.5f), bell), erfc);
        return TSimd.Select(TSimd.LessThan(x, TSimd.Broadcast(0f)), tail, TSimd.Subtract(TSimd.Broadcast(1f), tail));
    }

    /// <summary>e^(a^2) erfc(a) for a >= 0 as a polynomial in 1 / (1 + 0.4 a); 6e-8 up to a = 9.5, beyond which erfc is 0.</summary>
    [MethodImpl(Inline)]
    static TVector ScaledErfc<TVector, TSimd>(TVector a)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        a = TSimd.Min(TSimd.Broadcast(1e6f), a);
        var t = TSimd.FastReciprocal(TSimd.MultiplyAdd(a, TSimd.Broadcast(0.4f), TSimd.Broadcast(1f)));
        var p = TSimd.Broadcast(0.04026884903f);
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(-0.1354775598f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.07385528328f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.09971482773f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.07151829366f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.1969588695f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.2009596189f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.2265755692f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.2256263061f));
        return TSimd.Multiply(p, t);
    }

    /// <summary>e^x for x in [-87.3, 89]: 2^n e^r with |r| at most ln 2 / 2, and e^r = 1 + r + r^2 P(r); 3e-9.</summary>
    [MethodImpl(Inline)]
    static TVector ExpInRange<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        // Adding 1.5 2^23 leaves no bits for a fraction; sooner done than the processor's own rounding.
        var shift = TSimd.Broadcast(12582912f);
        var n = TSimd.Subtract(TSimd.MultiplyAdd(x, TSimd.Broadcast(Log2E), shift), shift);
        var r = TSimd.NegateMultiplyAdd(n, TSimd.Broadcast(Ln2High), x);
        r = TSimd.NegateMultiplyAdd(n, TSimd.Broadcast(Ln2Low), r);

        // Not Horner's rule: the shorter the chain, the more vectors are under way at once.
        var square = TSimd.Multiply(r, r);
        var low = TSimd.MultiplyAdd(TSimd.Broadcast(0.1666652017f), r, TSimd.Broadcast(0.4999999342f));
        var high = TSimd.MultiplyAdd(TSimd.Broadcast(8.368773574e-3f), r, TSimd.Broadcast(4.166838932e-2f));
        high = TSimd.MultiplyAdd(TSimd.Broadcast(1.38148032e-3f), square, high);
        var p = TSimd.MultiplyAdd(high, square, low);
        p = TSimd.MultiplyAdd(p, square, TSimd.Add(r, TSimd.Broadcast(1f)));
        return TSimd.ScaleByPowerOfTwo(p, n);
    }
}
