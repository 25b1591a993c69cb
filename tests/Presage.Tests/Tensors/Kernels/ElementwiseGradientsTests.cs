using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class ElementwiseGradientsTests : IDisposable
{
    const int Longest = 70;

    readonly GuardedFloats _gradOutput = new(Longest), _saved = new(Longest), _gradInput = new(Longest);

    delegate void Backward(float* gradOutput, float* saved, float* gradInput, int n, bool accumulate);

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Backward_EveryOperation_EqualsTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        Verify("Absolute", Elementwise.AbsoluteBackward, x => Math.Sign(x));
        Verify("Square", Elementwise.SquareBackward, x => 2 * x);
        Verify("SquareRoot", Elementwise.SquareRootBackward, y => 0.5 / y, 2);
        Verify("Reciprocal", Elementwise.ReciprocalBackward, y => -y * y);
        Verify("Exp", Elementwise.ExpBackward, y => y);
        Verify("Log", Elementwise.LogBackward, x => 1 / x, 2);
        Verify("Sigmoid", Elementwise.SigmoidBackward, y => y * (1 - y));
        Verify("Tanh", Elementwise.TanhBackward, y => 1 - y * y);
        Verify("Relu", Elementwise.ReluBackward, x => x > 0 ? 1 : 0);
        Verify("Gelu", Elementwise.GeluBackward, ErrorFunction.GeluDerivative);
        Verify("Silu", Elementwise.SiluBackward, SiluDerivative);
        Verify("Softplus", Elementwise.SoftplusBackward, x => 1 / (1 + Math.Exp(-x)));
        Verify("Clamp", (g, x, d, n, accumulate) => Elementwise.ClampBackward(g, x, -0.5f, 0.25f, d, n, accumulate),
            x => x is >= -0.5 and <= 0.25 ? 1 : 0);
    }

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Backward_AtTheKink_IsFinite(string level)
    {
        using var use = InstructionSets.Use(level);
        float* gradOutput = _gradOutput.Take([1f, 1f]), saved = _saved.Take([0f, -0f]), gradInput = _gradInput.Take(2, 0);

        Elementwise.AbsoluteBackward(gradOutput, saved, gradInput, 2, false);
        Assert.Equal([0f, 0f], new ReadOnlySpan<float>(gradInput, 2).ToArray());

        Elementwise.ReluBackward(gradOutput, saved, gradInput, 2, false);
        Assert.Equal([0f, 0f], new ReadOnlySpan<float>(gradInput, 2).ToArray());
    }

    public void Dispose()
    {
        _gradOutput.Dispose();
        _saved.Dispose();
        _gradInput.Dispose();
    }

    static double SiluDerivative(double x)
    {
        var s = 1 / (1 + Math.Exp(-x));
        return s * (1 + x * (1 - s));
    }

    void Verify(string name, Backward backward, Func<double, double> derivative, float shift = 0)
    {
        for (var n = 0; n <= Longest; n++)
        {
            foreach (var accumulate in new[] { false, true })
            {
                float* gradOutput = _gradOutput.Take(n, 1 + n), saved = _saved.Take(n, 2 + n), gradInput = _gradInput.Take(n, 3 + n);
                var before = new ReadOnlySpan<float>(gradInput, n).ToArray();
                for (var i = 0; i < n; i++)
                {
                    saved[i] += shift;
                }

                backward(gradOutput, saved, gradInput, n, accumulate);

                _gradInput.AssertNothingBefore();
                for (var i = 0; i < n; i++)
                {
                    var expected = gradOutput[i] * derivative(saved[i]) + (accumulate ? before[i] : 0);
                    Assert.True(
                        Math.Abs(gradInput[i] - expected) <= 1e-6 * (1 + Math.Abs(expected)),
                        $"{name}, {n} floats at {i}: {gradInput[i]}, expected {expected}");
                }
            }
        }
    }
}
