using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Presage.Tensors.Kernels;

/// <summary>Vectors of 16 floats on AVX-512.</summary>
readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Width
    {
        [MethodImpl(Inline)]
        get => 16;
    }

    [MethodImpl(Inline)]
    public static Vector512<float> Load(float* source) => Avx512F.LoadVector512(source);

    [MethodImpl(Inline)]
    public static void Store(float* target, Vector512<float> value) => Avx512F.Store(target, value);

    // Whole vectors take the plain way: a load right after a masked store must wait until the store has left the core.
    [MethodImpl(Inline)]
    public static Vector512<float> LoadPartial(float* source, int count) =>
        count >= 16 ? Avx512F.LoadVector512(source) : Avx512F.MaskLoad(source, First(count), Vector512<float>.Zero);

    [MethodImpl(Inline)]
    public static void StorePartial(float* target, Vector512<float> value, int count)
    {
        if (count >= 16)
        {
            Avx512F.Store(target, value);
        }
        else
        {
            Avx512F.MaskStore(target, First(count), value);
        }
    }

    [MethodImpl(Inline)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(Inline)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => Avx512F.Add(a, b);

    [MethodImpl(Inline)]
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => Avx512F.Subtract(a, b);

    [MethodImpl(Inline)]
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => Avx512F.Multiply(a, b);

    [MethodImpl(Inline)]
    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => Avx512F.Divide(a, b);

    [MethodImpl(Inline)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Avx512F.FusedMultiplyAdd(a, b, c);

    [MethodImpl(Inline)]
    public static Vector512<float> NegateMultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Avx512F.FusedMultiplyAddNegated(a, b, c);

    [MethodImpl(Inline)]
    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) => Avx512F.Min(a, b);

    [MethodImpl(Inline)]
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Avx512F.Max(a, b);

    [MethodImpl(Inline)]
    public static Vector512<float> Abs(Vector512<float> a) =>
        Avx512F.And(a.AsUInt32(), Vector512.Create(0x7fffffffu)).AsSingle();

    [MethodImpl(Inline)]
    public static Vector512<float> Negate(Vector512<float> a) =>
        Avx512F.Xor(a.AsUInt32(), Vector512.Create(0x80000000u)).AsSingle();

    [MethodImpl(Inline)]
    public static Vector512<float> SquareRoot(Vector512<float> a) => Avx512F.Sqrt(a);

    // The processor's estimate has 14 bits; one Newton step makes them 28.
    [MethodImpl(Inline)]
    public static Vector512<float> FastReciprocal(Vector512<float> a)
    {
        var estimate = Avx512F.Reciprocal14(a);
        return Avx512F.FusedMultiplyAdd(Avx512F.FusedMultiplyAddNegated(a, estimate, Vector512.Create(1f)), estimate, estimate);
    }

    [MethodImpl(Inline)]
    public static Vector512<float> Round(Vector512<float> a) => Avx512F.RoundScale(a, 0);

    [MethodImpl(Inline)]
    public static Vector512<float> ScaleByPowerOfTwo(Vector512<float> a, Vector512<float> n) => Avx512F.Scale(a, n);

    [MethodImpl(Inline)]
    public static Vector512<float> Exponent(Vector512<float> a) => Avx512F.GetExponent(a);

    [MethodImpl(Inline)]
    public static Vector512<float> Mantissa(Vector512<float> a) => Avx512F.GetMantissa(a, 0);

    [MethodImpl(Inline)]
    public static Vector512<float> LessThan(Vector512<float> a, Vector512<float> b) => Avx512F.CompareLessThan(a, b);

    [MethodImpl(Inline)]
    public static Vector512<float> IsNaN(Vector512<float> a) => Avx512F.CompareUnordered(a, a);

    [MethodImpl(Inline)]
    public static Vector512<float> Select(Vector512<float> mask, Vector512<float> yes, Vector512<float> no) =>
        Avx512F.BlendVariable(no, yes, mask);

    [MethodImpl(Inline)]
    public static Vector512<float> First(int count) =>
        Avx512F.CompareGreaterThan(Vector512.Create(count), Vector512<int>.Indices).AsSingle();

    [MethodImpl(Inline)]
    public static int Count(Vector512<float> mask) => BitOperations.PopCount(Vector512.ExtractMostSignificantBits(mask));

    [MethodImpl(Inline)]
    public static Vector512<float> CopySign(Vector512<float> magnitude, Vector512<float> sign) =>
        Avx512F.TernaryLogic(
            Vector512.Create(0x7fffffffu), magnitude.AsUInt32(), sign.AsUInt32(), 0xCA).AsSingle();

    [MethodImpl(Inline)]
    public static float Sum(Vector512<float> a) => Simd256.Sum(Avx.Add(a.GetLower(), a.GetUpper()));

    [MethodImpl(Inline)]
    public static float MaxAcross(Vector512<float> a) => Simd256.MaxAcross(Avx.Max(a.GetLower(), a.GetUpper()));
}
