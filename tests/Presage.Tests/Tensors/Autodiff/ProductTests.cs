using Presage.Tensors.Autodiff;
using Presage.Tests.Reference;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Autodiff;

[Collection(SimdCollection.Name)]
public sealed class ProductTests
{
    public static TheoryData<string> Levels => InstructionSets.All;

    [Theory]
    [MemberData(nameof(Levels))]
    public void MatMul_AnyLeadingAxesThatBroadcast_AgreesWithFloat64(string level)
    {
        using var _ = InstructionSets.Use(level);
        var random = new SeededRandom(13);
        int[][][] leading =
        [
            [[], [], []], [[3], [], [3]], [[], [3], [3]], [[2, 3], [2, 3], [2, 3]], [[2, 1], [2, 3], [2, 3]], [[2, 1], [3], [2, 3]],
            [[2, 1, 2], [1, 3, 1], [2, 3, 2]], [[1], [], [1]],
        ];
        foreach (var axes in leading)
        {
            foreach (var size in new[] { 1, 4, 37 })
            {
                var (m, n, k) = (1 + random.NextInt32(size), 1 + random.NextInt32(size), 1 + random.NextInt32(size));
                var (a, b) = (NaiveArray.Random(1, [.. axes[0], m, k]), NaiveArray.Random(2, [.. axes[1], k, n]));
                var expected = NaiveArray.Build(
                    [.. axes[2], m, n], i => Enumerable.Range(0, k).Sum(p => At(a, i, i[^2], p) * At(b, i, p, i[^1])));
                Evaluate.AssertEqual(expected, t => t[0].MatMul(t[1]), [a, b], tolerance: 1e-4);
                var rectified = NaiveArray.Build(expected.Sizes, i => Math.Max(0, expected[i]));
                Evaluate.AssertEqual(rectified, t => t[0].MatMulRelu(t[1]), [a, b], tolerance: 1e-4);
                Evaluate.AssertEqual(expected, t => t[0].MatMulTransposed(t[1].Transpose(-1, -2)), [a, b], tolerance: 1e-4);
                Evaluate.AssertEqual(expected, t => t[0].Transpose(-1, -2).TransposedMatMul(t[1]), [a, b], tolerance: 1e-4);
            }
        }
    }

    [Fact]
    public void MatMul_InnerSizesThatDiffer_NamesBothShapesAndSizes()
    {
        var graph = new Graph(new ParameterSet(), batch: 1, training: false);
        var error = Assert.Throws<ArgumentException>(() => graph.Shared("a", new Shape(32, 8)).MatMul(graph.Shared("b", new Shape(9, 16))));
        Assert.Equal("MatMul: [32, 8] x [9, 16]: 8 != 9", error.Message);
        error = Assert.Throws<ArgumentException>(() => graph.Shared("a", new Shape(2, 3, 4)).MatMul(graph.Shared("b", new Shape(3, 4, 5))));
        Assert.Equal("MatMul: [2, 3, 4] x [3, 4, 5]: 2 != 3", error.Message);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Convolve_EachPaddingDilationAndStride_AgreesWithFloat64(string level)
    {
        using var _ = InstructionSets.Use(level);
        var (x, bias) = (NaiveArray.Random(1, 2, 11, 3), NaiveArray.Random(3, 5));
        foreach (var padding in Enum.GetValues<TimePadding>())
        {
            foreach (var (taps, dilation, stride) in new[] { (1, 1, 1), (3, 1, 1), (4, 1, 1), (3, 2, 1), (3, 1, 2), (2, 3, 4), (3, 4, 3) })
            {
                var weight = NaiveArray.Random(2, taps, 3, 5);
                var expected = Convolve(x, weight, bias, padding, dilation, stride);
                Evaluate.AssertEqual(expected, t => t[0].Convolve(t[1], t[2], padding, dilation, stride), [x, weight, bias]);
            }
        }
    }

    [Fact]
    public void Convolve_WindowLongerThanTheSteps_Throws()
    {
        var graph = new Graph(new ParameterSet(), batch: 1, training: false);
        var (x, weight) = (graph.Shared("x", new Shape(1, 4, 3)), graph.Shared("w", new Shape(3, 3, 5)));
        var error = Assert.Throws<ArgumentException>(() => x.Convolve(weight, padding: TimePadding.None, dilation: 2));
        Assert.Contains("4 steps, 5 are needed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pools_WithARemainder_UseWhatIsLeft()
    {
        var x = NaiveArray.Random(1, 2, 8, 5);
        Evaluate.AssertEqual(NaiveArray.Build([2, 3, 5], i => Window(x, i, 3 * i[1], 3).Average()), t => t[0].AveragePool(3), [x]);
        Evaluate.AssertEqual(NaiveArray.Build([2, 3, 5], i => Window(x, i, 3 * i[1], 3).Max()), t => t[0].MaxPool(3), [x]);
        Evaluate.AssertEqual(NaiveArray.Build([2, 1, 5], i => Window(x, i, 0, 8).Average()), t => t[0].AveragePool(99), [x]);
    }

    [Fact]
    public void Pools_WithPadding_SeeOnlyWhatLiesInside()
    {
        // 8 steps, windows of 3 every 2 with one step of padding: (8 + 2 - 3) / 2 + 1 = 4, as PyTorch's pools.
        var x = NaiveArray.Random(1, 2, 8, 5);
        Evaluate.AssertEqual(
            NaiveArray.Build([2, 4, 5], i => Window(x, i, 2 * i[1] - 1, 3).Average()), t => t[0].AveragePool(3, 2, 1), [x]);
        Evaluate.AssertEqual(NaiveArray.Build([2, 4, 5], i => Window(x, i, 2 * i[1] - 1, 3).Max()), t => t[0].MaxPool(3, 2, 1), [x]);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Softmax_AnyWidth_AgreesWithFloat64(string level)
    {
        using var _ = InstructionSets.Use(level);
        foreach (var width in new[] { 1, 2, 5, 16, 17, 33, 100 })
        {
            var x = NaiveArray.Random(width, 3, width).Map(value => 5 * value + 300);
            var exact = NaiveArray.Of(x.ToSingle(), x.Sizes);
            var expected = NaiveArray.Build(
                x.Sizes, i => exact[i] - 300 - Math.Log(Enumerable.Range(0, width).Sum(j => Math.Exp(exact[i[0], j] - 300))));
            Evaluate.AssertEqual(expected, t => t[0].LogSoftmax(), [x], tolerance: 3e-5);
            Evaluate.AssertEqual(expected.Map(Math.Exp), t => t[0].Softmax(), [x]);
        }
    }

    [Fact]
    public void Softmax_RowMaskedThroughout_GivesZerosAndNoNaN()
    {
        var x = NaiveArray.Random(1, 2, 3);
        var mask = NaiveArray.Of([float.NegativeInfinity], 1);
        Assert.All(Evaluate.Values(t => t[0].Softmax(t[1]), x, mask), value => Assert.Equal(0f, value));
    }

    static double At(NaiveArray matrices, int[] output, int row, int column)
    {
        var index = output.ToArray();
        (index[^2], index[^1]) = (row, column);
        return matrices[index];
    }

    static NaiveArray Convolve(NaiveArray x, NaiveArray weight, NaiveArray bias, TimePadding padding, int dilation, int stride)
    {
        var (steps, taps) = (x.Sizes[1], weight.Sizes[0]);
        var reach = (taps - 1) * dilation;
        var before = padding switch { TimePadding.None => 0, TimePadding.Causal => reach, _ => reach / 2 };
        var outputs = padding == TimePadding.None ? (steps - reach - 1) / stride + 1 : (steps - 1) / stride + 1;
        return NaiveArray.Build([x.Sizes[0], outputs, weight.Sizes[2]], i =>
        {
            var sum = bias[i[2]];
            for (var tap = 0; tap < taps; tap++)
            {
                var step = i[1] * stride + tap * dilation - before;
                if (padding == TimePadding.Circular)
                {
                    step = (step + 10 * steps) % steps;
                }

                for (var feature = 0; feature < x.Sizes[2] && step >= 0 && step < steps; feature++)
                {
                    sum += x[i[0], step, feature] * weight[tap, feature, i[2]];
                }
            }

            return sum;
        });
    }

    static IEnumerable<double> Window(NaiveArray x, int[] index, int start, int length) =>
        from step in Enumerable.Range(start, length) where step >= 0 && step < x.Sizes[1] select x[index[0], step, index[2]];
}
