using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Presage.Tensors.Kernels;

/// <summary>Vectors of 8 floats on AVX2 with fused multiply-add.</summary>
readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Width
    {
        [MethodImpl(Inline)]
        get => 8;
    }

    [MethodImpl(Inline)]
    public static Vector256<float> Load(float* source) => Avx.LoadVector256(source);

    [MethodImpl(Inline)]
    public static void Store(float* target, Vector256<float> value) => Avx.Store(target, value);

    // Whole vectors take the plain way: a load right after a masked store must wait until the store has left the core.
    [MethodImpl(Inline)]
    public static Vector256<float> LoadPartial(float* source, int count) =>
        count >= 8 ? Avx.LoadVector256(source) : Avx.MaskLoad(source, First(count));

    [MethodImpl(Inline)]
    public static void StorePartial(float* target, Vector256<float> value, int count)
    {
        if (count >= 8)
        {
            Avx.Store(target, value);
        }
        else
        {
            Avx.MaskStore(target, First(count), value);
        }
    }

    [MethodImpl(Inline)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(Inline)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => Avx.Add(a, b);

    [MethodImpl(Inline)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => Avx.Subtract(a, b);

    [MethodImpl(Inline)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => Avx.Multiply(a, b);

    [MethodImpl(Inline)]
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => Avx.Divide(a, b);

    [MethodImpl(Inline)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Fma.MultiplyAdd(a, b, c);

    [MethodImpl(Inline)]
    public static Vector256<float> NegateMultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Fma.MultiplyAddNegated(a, b, c);

    [MethodImpl(Inline)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Avx.Min(a, b);

    [MethodImpl(Inline)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Avx.Max(a, b);

    [MethodImpl(Inline)]
    public static Vector256<float> Abs(Vector256<float> a) => Avx.And(a, Vector256.Create(0x7fffffffu).AsSingle());

    [MethodImpl(Inline)]
    public static Vector256<float> Negate(Vector256<float> a) => Avx.Xor(a, Vector256.Create(0x80000000u).AsSingle());

    [MethodImpl(Inline)]
    public static Vector256<float> SquareRoot(Vector256<float> a) => Avx.Sqrt(a);

    // The estimate has 12 bits here, and a Newton step from it is no longer exact enough; a division costs about the same.
    [MethodImpl(Inline)]
    public static Vector256<float> FastReciprocal(Vector256<float> a) => Avx.Divide(Vector256.Create(1f), a);

    [MethodImpl(Inline)]
    public static Vector256<float> Round(Vector256<float> a) => Avx.RoundToNearestInteger(a);

    // Two factors, because 2^n itself is no float for the outer n.
    [MethodImpl(Inline)]
    public static Vector256<float> ScaleByPowerOfTwo(Vector256<float> a, Vector256<float> n)
    {
        var power = Avx.ConvertToVector256Int32(n);
        var half = Avx2.ShiftRightArithmetic(power, 1);
        return Avx.Multiply(Avx.Multiply(a, PowerOfTwo(half)), PowerOfTwo(Avx2.Subtract(power, half)));
    }

    [MethodImpl(Inline)]
    public static Vector256<float> Exponent(Vector256<float> a) =>
        Avx.ConvertToVector256Single(Avx2.Subtract(Avx2.ShiftRightLogical(a.AsInt32(), 23), Vector256.Create(127)));

    [MethodImpl(Inline)]
    public static Vector256<float> Mantissa(Vector256<float> a) =>
        Avx.Or(Avx.And(a, Vector256.Create(0x007fffffu).AsSingle()), Vector256.Create(1f));

    [MethodImpl(Inline)]
    public static Vector256<float> LessThan(Vector256<float> a, Vector256<float> b) => Avx.CompareLessThan(a, b);

    [MethodImpl(Inline)]
    public static Vector256<float> IsNaN(Vector256<float> a) => Avx.CompareUnordered(a, a);

    [MethodImpl(Inline)]
    public static Vector256<float> Select(Vector256<float> mask, Vector256<float> yes, Vector256<float> no) =>
        Avx.BlendVariable(no, yes, mask);

    [MethodImpl(Inline)]
    public static Vector256<float> First(int count) =>
        Avx2.CompareGreaterThan(Vector256.Create(count), Vector256<int>.Indices).AsSingle();

    [MethodImpl(Inline)]
    public static int Count(Vector256<float> mask) => BitOperations.PopCount(Vector256.ExtractMostSignificantBits(mask));

    [MethodImpl(Inline)]
    public static Vector256<float> CopySign(Vector256<float> magnitude, Vector256<float> sign)
    {
        var signBit = Vector256.Create(0x80000000u).AsSingle();
        return Avx.Or(Avx.AndNot(signBit, magnitude), Avx.And(signBit, sign));
    }

    [MethodImpl(Inline)]
    public static float Sum(Vector256<float> a) => Simd128.Sum(a.GetLower() + a.GetUpper());

    [MethodImpl(Inline)]
    public static float MaxAcross(Vector256<float> a) => Simd128.MaxAcross(Vector128.MaxNative(a.GetLower(), a.GetUpper()));

    [MethodImpl(Inline)]
    static Vector256<float> PowerOfTwo(Vector256<int> n) =>
        Avx2.ShiftLeftLogical(Avx2.Add(n, Vector256.Create(127)), 23).AsSingle();
}
