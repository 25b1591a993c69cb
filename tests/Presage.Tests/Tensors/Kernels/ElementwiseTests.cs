using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class ElementwiseTests : IDisposable
{
    const int Longest = 257;

    readonly GuardedFloats _a = new(Longest), _b = new(Longest), _c = new(Longest);

    delegate void UnaryKernel(float* x, float* y, int n);

    delegate void BinaryKernel(float* a, float* b, float* c, int n);

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void OneOperand_EveryLength_EqualsTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        Verify("Negate", Elementwise.Negate, x => -x);
        Verify("Absolute", Elementwise.Absolute, Math.Abs);
        Verify("Square", Elementwise.Square, x => x * x);
        Verify("SquareRoot", Elementwise.SquareRoot, Math.Sqrt, 1, 2);
        Verify("Reciprocal", Elementwise.Reciprocal, x => 1 / x, 1, 2);
        Verify("Exp", Elementwise.Exp, Math.Exp);
        Verify("Log", Elementwise.Log, Math.Log, 1, 2);
        Verify("Sigmoid", Elementwise.Sigmoid, x => 1 / (1 + Math.Exp(-x)));
        Verify("Tanh", Elementwise.Tanh, Math.Tanh);
        Verify("Relu", Elementwise.Relu, x => Math.Max(x, 0));
        Verify("Silu", Elementwise.Silu, x => x / (1 + Math.Exp(-x)));
        Verify("Softplus", Elementwise.Softplus, x => Math.Log(1 + Math.Exp(x)));
        Verify("Erf", Elementwise.Erf, ErrorFunction.Erf);
        Verify("Gelu", Elementwise.Gelu, ErrorFunction.Gelu);
        Verify("Copy", Elementwise.Copy, x => x);
        Verify("Fill", (_, y, n) => Elementwise.Fill(y, 2.5f, n), _ => 2.5);
        Verify("AddScalar", (x, y, n) => Elementwise.AddScalar(x, 2.5f, y, n), x => x + 2.5);
        Verify("SubtractFrom", (x, y, n) => Elementwise.SubtractFrom(2.5f, x, y, n), x => 2.5 - x);
        Verify("Scale", (x, y, n) => Elementwise.Scale(x, -1.5f, y, n), x => -1.5 * x);
        Verify("Clamp", (x, y, n) => Elementwise.Clamp(x, -0.5f, 1.25f, y, n), x => Math.Clamp(x, -0.5, 1.25));
    }

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void TwoOperands_EveryLength_EqualsTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        Verify("Add", Elementwise.Add, (a, b, _) => a + b);
        Verify("Subtract", Elementwise.Subtract, (a, b, _) => a - b);
        Verify("Multiply", Elementwise.Multiply, (a, b, _) => a * b);
        Verify("Divide", Elementwise.Divide, (a, b, _) => a / b);
        Verify("Minimum", Elementwise.Minimum, (a, b, _) => Math.Min(a, b));
        Verify("Maximum", Elementwise.Maximum, (a, b, _) => Math.Max(a, b));
        Verify("MultiplyAdd", Elementwise.MultiplyAdd, (a, b, c) => c + a * b);
        Verify("Axpy", (a, _, c, n) => Elementwise.Axpy(0.75f, a, c, n), (a, _, c) => c + 0.75 * a);
        Verify("Accumulate", (a, _, c, n) => Elementwise.Accumulate(a, c, n), (a, _, c) => c + a);
    }

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void TwoOperands_TargetIsAnOperand_EqualsTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        for (var n = 0; n <= Longest; n++)
        {
            float* a = _a.Take(n, 1), b = _b.Take(n, 2);
            var (before, other) = (new ReadOnlySpan<float>(a, n).ToArray(), new ReadOnlySpan<float>(b, n).ToArray());

            Elementwise.Subtract(a, b, a, n);
            Elementwise.Exp(b, b, n);

            for (var i = 0; i < n; i++)
            {
                Assert.Equal(before[i] - other[i], a[i]);
                Assert.Equal(Math.Exp(other[i]), b[i], 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void MinimumAndMaximum_NaNOnEitherSide_GiveNaN(string level)
    {
        using var use = InstructionSets.Use(level);
        float* a = _a.Take([float.NaN, 1f]), b = _b.Take([1f, float.NaN]), c = _c.Take(2, 0);

        Elementwise.Minimum(a, b, c, 2);
        Assert.True(float.IsNaN(c[0]) && float.IsNaN(c[1]));

        Elementwise.Maximum(a, b, c, 2);
        Assert.True(float.IsNaN(c[0]) && float.IsNaN(c[1]));
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _c.Dispose();
    }

    void Verify(string name, UnaryKernel kernel, Func<double, double> reference, float scale = 3, float shift = 0)
    {
        for (var n = 0; n <= Longest; n++)
        {
            float* x = _a.Take(n, 10 + n, scale), y = _c.Take(n, 0);
            for (var i = 0; i < n; i++)
            {
                x[i] += shift;
            }

            kernel(x, y, n);

            _c.AssertNothingBefore();
            for (var i = 0; i < n; i++)
            {
                Compare(name, n, i, reference(x[i]), y[i], Math.Abs(x[i]));
            }
        }
    }

    void Verify(string name, BinaryKernel kernel, Func<double, double, double, double> reference)
    {
        for (var n = 0; n <= Longest; n++)
        {
            float* a = _a.Take(n, 20 + n), b = _b.Take(n, 30 + n), c = _c.Take(n, 40 + n);
            var before = new ReadOnlySpan<float>(c, n).ToArray();

            kernel(a, b, c, n);

            _c.AssertNothingBefore();
            for (var i = 0; i < n; i++)
            {
                Compare(name, n, i, reference(a[i], b[i], before[i]), c[i], Math.Abs(a[i]) + Math.Abs(b[i]) + Math.Abs(before[i]));
            }
        }
    }

    static void Compare(string name, int n, int i, double expected, float actual, double operands)
    {
        if (!(Math.Abs(actual - expected) <= 4e-7 * Math.Abs(expected) + 1e-7 * operands))
        {
            Assert.Fail($"{name} of {n} floats at {i}: {actual}, expected {expected}");
        }
    }
}
