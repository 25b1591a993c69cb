using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

/// <summary>The functions over the floats of their whole range, through the elementwise loops.</summary>
[Collection(SimdCollection.Name)]
public sealed unsafe class VectorMathTests
{
    const float SmallestNormal = 1.17549435e-38f;

    delegate void Kernel(float* x, float* y, int n);

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Exp_WholeRange_IsExactToThreeUlp(string level) =>
        Verify(level, Elementwise.Exp, Math.Exp, -87, 88.7f, 3e-7);

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Log_WholeRange_IsExactToThreeUlp(string level) =>
        Verify(level, Elementwise.Log, Math.Log, float.Epsilon, float.MaxValue, 3e-7);

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Tanh_WholeRange_IsExactToThreeUlp(string level) =>
        Verify(level, Elementwise.Tanh, Math.Tanh, float.MinValue, float.MaxValue, 3e-7);

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Sigmoid_WholeRange_IsExactToThreeUlp(string level) =>
        Verify(level, Elementwise.Sigmoid, x => 1 / (1 + Math.Exp(-x)), -87, float.MaxValue, 3e-7);

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Softplus_WholeRange_IsExactToThreeUlp(string level) =>
        Verify(level, Elementwise.Softplus, x => Math.Max(x, 0) + 2 * Math.Atanh(1 / (1 + 2 * Math.Exp(Math.Abs(x)))), -87, float.MaxValue, 4e-7);

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Erf_WholeRange_IsExactToThreeUlp(string level) =>
        Verify(level, Elementwise.Erf, ErrorFunction.Erf, float.MinValue, float.MaxValue, 3e-7);

    // In the far tail the rounding of x^2 / 2 in the exponent costs up to x^2 / 2 ulp of a value that is next to nothing.
    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Gelu_WholeRange_IsExactInTheTailToo(string level)
    {
        Verify(level, Elementwise.Gelu, ErrorFunction.Gelu, -2, float.MaxValue, 5e-7);
        Verify(level, Elementwise.Gelu, ErrorFunction.Gelu, -12, -2, 6e-6);
    }

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void EveryFunction_NaN_StaysNaN(string level)
    {
        using var use = InstructionSets.Use(level);
        foreach (var kernel in new Kernel[]
        {
            Elementwise.Exp, Elementwise.Log, Elementwise.Tanh, Elementwise.Sigmoid, Elementwise.Softplus, Elementwise.Erf,
            Elementwise.Gelu, Elementwise.Silu, Elementwise.Relu,
        })
        {
            var x = float.NaN;
            kernel(&x, &x, 1);
            Assert.True(float.IsNaN(x), kernel.Method.Name);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void EveryFunction_Extremes_AreTheLimits(string level)
    {
        using var use = InstructionSets.Use(level);
        Limits(Elementwise.Exp, (-200, 0), (float.MinValue, 0), (float.NegativeInfinity, 0), (200, float.PositiveInfinity), (0, 1));
        Limits(Elementwise.Log, (0, float.NegativeInfinity), (1, 0), (float.PositiveInfinity, float.PositiveInfinity), (-1, float.NaN));
        Limits(Elementwise.Tanh, (-200, -1), (200, 1), (float.PositiveInfinity, 1), (0, 0));
        Limits(Elementwise.Sigmoid, (200, 1), (float.MaxValue, 1), (0, 0.5f));
        Limits(Elementwise.Softplus, (200, 200), (float.MaxValue, float.MaxValue), (-200, 0));
        Limits(Elementwise.Erf, (10, 1), (-10, -1), (float.MaxValue, 1), (0, 0));
        Limits(Elementwise.Gelu, (200, 200), (-200, 0), (float.MaxValue, float.MaxValue), (float.MinValue, 0), (0, 0));
        var smallest = -200f;
        Elementwise.Sigmoid(&smallest, &smallest, 1);
        Assert.InRange(smallest, 0, 2e-38f);
    }

    static void Limits(Kernel kernel, params ReadOnlySpan<(float X, float Y)> cases)
    {
        foreach (var (x, expected) in cases)
        {
            var (value, result) = (x, 0f);
            kernel(&value, &result, 1);
            Assert.True(
                result == expected || (float.IsNaN(result) && float.IsNaN(expected)),
                $"{kernel.Method.Name}({x}) = {result}, expected {expected}");
        }
    }

    /// <summary>Compares every 40009th float between the bounds, in the order of their bits, so that every magnitude is met.</summary>
    static void Verify(string level, Kernel kernel, Func<double, double> reference, float low, float high, double tolerance)
    {
        using var use = InstructionSets.Use(level);
        const int Block = 64;
        float* x = stackalloc float[Block], y = stackalloc float[Block];
        var count = 0;
        for (var bits = (long)Ordered(low); bits <= Ordered(high) + 40009L * Block; bits += 40009)
        {
            x[count++] = Unordered((int)Math.Min(bits, Ordered(high)));
            if (count < Block)
            {
                continue;
            }

            kernel(x, y, Block);
            for (var i = 0; i < Block; i++)
            {
                var expected = reference(x[i]);
                var error = Math.Abs(y[i] - expected);
                Assert.True(
                    error <= tolerance * Math.Abs(expected) + SmallestNormal,
                    $"{kernel.Method.Name}({x[i]:R}) = {y[i]:R}, expected {expected:R}, relative error {error / Math.Abs(expected):E2}");
            }

            count = 0;
        }
    }

    // Integers in the order of the floats, negative ones too.
    static int Ordered(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return bits >= 0 ? bits : int.MinValue - bits;
    }

    static float Unordered(int ordered) => BitConverter.Int32BitsToSingle(ordered >= 0 ? ordered : int.MinValue - ordered);
}
