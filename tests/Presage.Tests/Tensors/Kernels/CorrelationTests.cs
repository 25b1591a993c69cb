using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class CorrelationTests
{
    public static TheoryData<string> Levels => InstructionSets.All;

    [Theory]
    [MemberData(nameof(Levels))]
    public void Pearson_AnyShape_EqualsTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        foreach (var (windows, steps, series) in new[] { (1, 2, 1), (2, 12, 3), (1, 24, 16), (3, 7, 33), (1, 96, 61) })
        {
            foreach (var (lowest, level0) in new[] { (0f, 0f), (-1f, 0f), (0f, 1000f) })
            {
                using Operand x = new(windows * steps * series, steps), output = new(windows * series * series, 1);
                using var scratch = new Operand(Correlation.ScratchLength(steps, series), 2);
                for (var place = 0; place < x.Length; place++)
                {
                    x.Start[place] = x.Start[place] + level0;
                }

                Correlation.Pearson(windows, steps, series, x.Start, 1e-8f, lowest, output.Start, scratch.Start);

                output.AssertNear($"[{windows}, {steps}, {series}]", Reference(windows, steps, series, x.ToDoubles(), lowest), new double[output.Length]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Pearson_ConstantSeries_HaveOnlyTheDiagonal(string level)
    {
        using var use = InstructionSets.Use(level);
        const int Steps = 24, Series = 5;
        using Operand x = new(Steps * Series, 1), output = new(Series * Series, 2), scratch = new(Correlation.ScratchLength(Steps, Series), 3);
        for (var step = 0; step < Steps; step++)
        {
            x.Start[step * Series] = 0.1f;
            x.Start[step * Series + 2] = 0f;
            x.Start[step * Series + 3] = 8.7654321e8f;
            x.Start[step * Series + 4] = 1f + 1e-5f * (step % 2);
        }

        Correlation.Pearson(1, Steps, Series, x.Start, 1e-8f, -1f, output.Start, scratch.Start);

        for (var i = 0; i < Series; i++)
        {
            for (var j = 0; j < Series; j++)
            {
                Assert.Equal(i == j ? 1f : 0f, output.Start[i * Series + j]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Pearson_SameAndOppositeSeries_AreOneAndZero(string level)
    {
        using var use = InstructionSets.Use(level);
        const int Steps = 10;
        using Operand x = new(Steps * 3, 1), output = new(9, 2), scratch = new(Correlation.ScratchLength(Steps, 3), 3);
        for (var step = 0; step < Steps; step++)
        {
            x.Start[step * 3 + 1] = 2 * x.Start[step * 3] + 3;
            x.Start[step * 3 + 2] = -x.Start[step * 3];
        }

        Correlation.Pearson(1, Steps, 3, x.Start, 1e-8f, 0f, output.Start, scratch.Start);

        output.AssertNear("output", [1, 1, 0, 1, 1, 0, 0, 0, 1], new double[9]);
    }

    static double[] Reference(int windows, int steps, int series, double[] x, double lowest)
    {
        var output = new double[windows * series * series];
        for (var place = 0; place < output.Length; place++)
        {
            var (window, i, j) = (place / series / series, place / series % series, place % series);
            double[] a = Deviations(window, i), b = Deviations(window, j);
            var product = a.Zip(b, (first, second) => first * second).Sum();
            var lengths = Math.Sqrt(a.Sum(value => value * value) * b.Sum(value => value * value));
            output[place] = i == j ? 1 : Math.Clamp(product / lengths, lowest, 1);
        }

        return output;

        double[] Deviations(int window, int column)
        {
            var values = Enumerable.Range(0, steps).Select(step => x[(window * steps + step) * series + column]).ToArray();
            return [.. values.Select(value => value - values.Average())];
        }
    }
}
