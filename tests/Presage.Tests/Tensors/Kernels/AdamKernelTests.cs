using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

/// <summary>Three steps of each optimiser at every length up to three vectors, against the formulas in float64.</summary>
[Collection(SimdCollection.Name)]
public sealed unsafe class AdamKernelTests
{
    const int Longest = 49;
    const int Steps = 3;

    delegate void Step(int step, float* weights, float* gradient, float* first, float* second, int n);

    delegate void ScalarStep(int step, ref double weight, double gradient, ref double first, ref double second);

    public static TheoryData<string, bool> LevelsAndVariants
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var level in Simd.Supported.Select(level => level.ToString()))
            {
                data.Add(level, false);
                data.Add(level, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LevelsAndVariants))]
    public void Adam_DecoupledOrNot_FollowsTheFormula(string level, bool decoupled)
    {
        const float Rate = 0.01f, Beta1 = 0.9f, Beta2 = 0.99f, Epsilon = 1e-8f, Decay = 0.1f, Scale = 0.5f;
        Verify(
            level,
            (step, w, g, m, v, n) => AdamKernel.Adam(
                w, g, m, v, n,
                new AdamStep(
                    Rate, Beta1, Beta2, Epsilon, Decay, decoupled, 1 - MathF.Pow(Beta1, step), 1 - MathF.Pow(Beta2, step), Scale)),
            (int step, ref double w, double g, ref double m, ref double v) =>
            {
                g = Scale * g + (decoupled ? 0 : Decay * w);
                m = Beta1 * m + (1 - Beta1) * g;
                v = Beta2 * v + (1 - Beta2) * g * g;
                w *= decoupled ? 1 - Rate * Decay : 1;
                w -= Rate * (m / (1 - Math.Pow(Beta1, step))) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, step))) + Epsilon);
            });
    }

    [Theory]
    [MemberData(nameof(LevelsAndVariants))]
    public void Sgd_WithMomentum_FollowsTheFormula(string level, bool nesterov) => Verify(
        level,
        (_, w, g, b, _, n) => AdamKernel.Sgd(w, g, b, n, 0.1f, 0.9f, nesterov, 0.01f, 2),
        (int _, ref double w, double g, ref double b, ref double _) =>
        {
            g = 2 * g + 0.01 * w;
            b = 0.9 * b + g;
            w -= 0.1 * (nesterov ? g + 0.9 * b : b);
        });

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Sgd_WithoutMomentum_FollowsTheFormula(string level) => Verify(
        level,
        (_, w, g, _, _, n) => AdamKernel.Sgd(w, g, null, n, 0.1f, 0, false, 0.01f, 2),
        (int _, ref double w, double g, ref double _, ref double _) => w -= 0.1 * (2 * g + 0.01 * w));

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void AdaGrad_FewSteps_FollowsTheFormula(string level) => Verify(
        level,
        (_, w, g, s, _, n) => AdamKernel.AdaGrad(w, g, s, n, 0.1f, 1e-10f, 0.01f, 2),
        (int _, ref double w, double g, ref double s, ref double _) =>
        {
            g = 2 * g + 0.01 * w;
            s += g * g;
            w -= 0.1 * g / (Math.Sqrt(s) + 1e-10);
        });

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void MovingAverage_FewSteps_FollowsTheFormula(string level) => Verify(
        level,
        (_, w, _, average, _, n) => AdamKernel.MovingAverage(w, average, n, 0.9f),
        (int _, ref double w, double _, ref double average, ref double _) => average = 0.9 * average + 0.1 * w);

    [Fact]
    public void SquaredNorm_SmallGradient_IsTheSumOfSquares()
    {
        using Operand gradient = new(77, 1);

        Assert.Equal(gradient.ToDoubles().Sum(value => value * value), AdamKernel.SquaredNorm(gradient.Start, 77), 1e-5);
    }

    static void Verify(string level, Step step, ScalarStep scalarStep)
    {
        using var use = InstructionSets.Use(level);
        for (var n = 0; n <= Longest; n++)
        {
            using Operand weights = new(n, 1), gradient = new(n, 2), first = new(n, 3, 0), second = new(n, 4, 0);
            double[] w = weights.ToDoubles(), g = gradient.ToDoubles(), a = new double[n], b = new double[n];
            for (var t = 1; t <= Steps; t++)
            {
                step(t, weights.Start, gradient.Start, first.Start, second.Start, n);
                for (var i = 0; i < n; i++)
                {
                    scalarStep(t, ref w[i], g[i], ref a[i], ref b[i]);
                }
            }

            for (var i = 0; i < n; i++)
            {
                Assert.Equal(w[i], weights.Start[i], 2e-6);
                Assert.Equal(a[i], first.Start[i], 2e-5);
                Assert.Equal(b[i], second.Start[i], 2e-5);
            }
        }
    }
}
