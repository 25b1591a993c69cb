namespace Presage.Tensors.Kernels;

/// <summary>Arithmetic on one vector of float32, so that a loop is written once and compiled for each vector width.</summary>
/// <remarks>
/// Minimum and maximum follow the processor: where either value is NaN the result is the second one, so a constant stands
/// first and the data second. Comparisons give a mask: all bits of a lane set, or none.
/// </remarks>
unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Width { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(float* target, TVector value);

    /// <summary>The first <paramref name="count"/> floats and zeros beyond them; touches no memory beyond them. Any count
    /// is allowed: none below 1, all from the width on.</summary>
    static abstract TVector LoadPartial(float* source, int count);

    /// <summary>Writes the first <paramref name="count"/> floats and touches no memory beyond them.</summary>
    static abstract void StorePartial(float* target, TVector value, int count);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a b + c, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>c - a b, rounded once where the processor can.</summary>
    static abstract TVector NegateMultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Min(TVector a, TVector b);

    static abstract TVector Max(TVector a, TVector b);

    static abstract TVector Abs(TVector a);

    static abstract TVector Negate(TVector a);

    static abstract TVector SquareRoot(TVector a);

    /// <summary>1 / a to about one unit in the last place, for finite a that is neither 0 nor subnormal.</summary>
    static abstract TVector FastReciprocal(TVector a);

    /// <summary>The nearest integer, halves to even.</summary>
    static abstract TVector Round(TVector a);

    /// <summary>a 2^n for an integral n in [-252, 254], with correct subnormals and overflow.</summary>
    static abstract TVector ScaleByPowerOfTwo(TVector a, TVector n);

    /// <summary>The exponent e of a normal positive number, where a = mantissa 2^e and the mantissa is in [1, 2).</summary>
    static abstract TVector Exponent(TVector a);

    /// <summary>The mantissa in [1, 2) of a normal positive number.</summary>
    static abstract TVector Mantissa(TVector a);

    static abstract TVector LessThan(TVector a, TVector b);

    static abstract TVector IsNaN(TVector a);

    /// <summary>Per lane <paramref name="yes"/> where the mask is set and <paramref name="no"/> elsewhere.</summary>
    static abstract TVector Select(TVector mask, TVector yes, TVector no);

    /// <summary>A mask of the first <paramref name="count"/> lanes; any count, as in <see cref="LoadPartial"/>.</summary>
    static abstract TVector First(int count);

    /// <summary>How many lanes of a mask are set.</summary>
    static abstract int Count(TVector mask);

    /// <summary>The magnitude of the first with the sign of the second.</summary>
    static abstract TVector CopySign(TVector magnitude, TVector sign);

    static abstract float Sum(TVector a);

    static abstract float MaxAcross(TVector a);
}
