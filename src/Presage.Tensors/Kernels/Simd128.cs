using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Vectors of 4 floats through the runtime's own operations, on any processor.</summary>
readonly unsafe struct Simd128 : ISimd<Vector128<float>>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Width
    {
        [MethodImpl(Inline)]
        get => 4;
    }

    [MethodImpl(Inline)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(Inline)]
    public static void Store(float* target, Vector128<float> value) => Vector128.Store(value, target);

    [MethodImpl(Inline)]
    public static Vector128<float> LoadPartial(float* source, int count) => count switch
    {
        <= 0 => Vector128<float>.Zero,
        1 => Vector128.CreateScalar(source[0]),
        2 => Vector128.Create(source[0], source[1], 0, 0),
        3 => Vector128.Create(source[0], source[1], source[2], 0),
        _ => Vector128.Load(source),
    };

    [MethodImpl(Inline)]
    public static void StorePartial(float* target, Vector128<float> value, int count)
    {
        if (count >= 4)
        {
            Vector128.Store(value, target);
            return;
        }

        if (count > 0)
        {
            target[0] = value.GetElement(0);
        }

        if (count > 1)
        {
            target[1] = value.GetElement(1);
        }

        if (count > 2)
        {
            target[2] = value.GetElement(2);
        }
    }

    [MethodImpl(Inline)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(Inline)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(Inline)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(Inline)]
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    [MethodImpl(Inline)]
    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    // Fused where the processor can; a fused product in software would be slower by orders of magnitude.
    [MethodImpl(Inline)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(Inline)]
    public static Vector128<float> NegateMultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(-a, b, c);

    [MethodImpl(Inline)]
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Vector128.MinNative(a, b);

    [MethodImpl(Inline)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.MaxNative(a, b);

    [MethodImpl(Inline)]
    public static Vector128<float> Abs(Vector128<float> a) => Vector128.Abs(a);

    [MethodImpl(Inline)]
    public static Vector128<float> Negate(Vector128<float> a) => -a;

    [MethodImpl(Inline)]
    public static Vector128<float> SquareRoot(Vector128<float> a) => Vector128.Sqrt(a);

    [MethodImpl(Inline)]
    public static Vector128<float> FastReciprocal(Vector128<float> a) => Vector128<float>.One / a;

    [MethodImpl(Inline)]
    public static Vector128<float> Round(Vector128<float> a) => Vector128.Round(a);

    // Two factors, because 2^n itself is no float for the outer n.
    [MethodImpl(Inline)]
    public static Vector128<float> ScaleByPowerOfTwo(Vector128<float> a, Vector128<float> n)
    {
        var power = Vector128.ConvertToInt32Native(n);
        var half = Vector128.ShiftRightArithmetic(power, 1);
        return a * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    [MethodImpl(Inline)]
    public static Vector128<float> Exponent(Vector128<float> a) =>
        Vector128.ConvertToSingle(Vector128.ShiftRightLogical(a.AsInt32(), 23) - Vector128.Create(127));

    [MethodImpl(Inline)]
    public static Vector128<float> Mantissa(Vector128<float> a) =>
        (a.AsInt32() & Vector128.Create(0x007fffff) | Vector128.Create(0x3f800000)).AsSingle();

    [MethodImpl(Inline)]
    public static Vector128<float> LessThan(Vector128<float> a, Vector128<float> b) => Vector128.LessThan(a, b);

    [MethodImpl(Inline)]
    public static Vector128<float> IsNaN(Vector128<float> a) => Vector128.IsNaN(a);

    [MethodImpl(Inline)]
    public static Vector128<float> Select(Vector128<float> mask, Vector128<float> yes, Vector128<float> no) =>
        Vector128.ConditionalSelect(mask, yes, no);

    [MethodImpl(Inline)]
    public static Vector128<float> First(int count) =>
        Vector128.GreaterThan(Vector128.Create(count), Vector128<int>.Indices).AsSingle();

    [MethodImpl(Inline)]
    public static int Count(Vector128<float> mask) => BitOperations.PopCount(Vector128.ExtractMostSignificantBits(mask));

    [MethodImpl(Inline)]
    public static Vector128<float> CopySign(Vector128<float> magnitude, Vector128<float> sign) =>
        Vector128.ConditionalSelect(Vector128.Create(0x7fffffffu).AsSingle(), magnitude, sign);

    [MethodImpl(Inline)]
    public static float Sum(Vector128<float> a) => Vector128.Sum(a);

    [MethodImpl(Inline)]
    public static float MaxAcross(Vector128<float> a)
    {
        a = Vector128.MaxNative(a, Vector128.Shuffle(a, Vector128.Create(2, 3, 0, 1)));
        a = Vector128.MaxNative(a, Vector128.Shuffle(a, Vector128.Create(1, 0, 3, 2)));
        return a.ToScalar();
    }

    [MethodImpl(Inline)]
    static Vector128<float> PowerOfTwo(Vector128<int> n) =>
        Vector128.ShiftLeft(n + Vector128.Create(127), 23).AsSingle();
}
