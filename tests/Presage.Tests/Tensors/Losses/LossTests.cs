using Presage.Tensors.Autodiff;
using Presage.Tensors.Losses;
using Presage.Tests.Reference;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Losses;

[Collection(SimdCollection.Name)]
public sealed class LossTests
{
    static readonly float[] Levels = [0.05f, 0.5f, 0.95f];

    public static TheoryData<string> InstructionSetNames => InstructionSets.All;

    [Theory]
    [MemberData(nameof(InstructionSetNames))]
    public void Losses_AnyLength_AgreeWithFloat64(string level)
    {
        using var _ = InstructionSets.Use(level);
        foreach (var length in new[] { 1, 7, 16, 33, 2500 })
        {
            var (f, t, w) = (NaiveArray.Random(1, length), NaiveArray.Random(2, length), NaiveArray.Random(3, length).Map(Math.Abs));
            w = NaiveArray.Of(w.ToSingle(), length);
            Check(x => Loss.MeanSquaredError(x[0], x[1]), f, t, null, d => d * d);
            Check(x => Loss.MeanSquaredError(x[0], x[1], x[2]), f, t, w, d => d * d);
            Check(x => Loss.MeanAbsoluteError(x[0], x[1], x[2]), f, t, w, Math.Abs);
            Check(x => Loss.Huber(x[0], x[1], 0.7f, x[2]), f, t, w, d => Math.Abs(d) < 0.7f ? d * d / 2 : 0.7f * (Math.Abs(d) - 0.35f));
        }
    }

    [Fact]
    public void Quantile_ThreeLevels_AgreesWithFloat64()
    {
        var (f, t, w) = (NaiveArray.Random(1, 4, 5, 3), NaiveArray.Random(2, 4, 5), NaiveArray.Random(3, 4, 5).Map(Math.Abs));
        w = NaiveArray.Of(w.ToSingle(), 4, 5);
        var expected = 0d;
        for (var row = 0; row < 20; row++)
        {
            for (var level = 0; level < 3; level++)
            {
                var error = t.Values[row] - f.Values[3 * row + level];
                expected += w.Values[row] * Math.Max(Levels[level] * error, (Levels[level] - 1) * error);
            }
        }

        Evaluate.AssertEqual(NaiveArray.Build([1], _ => expected), x => Loss.Quantile(x[0], x[1], Levels, x[2]), [f, t, w]);
    }

    [Fact]
    public void CrossEntropy_ClassesAndTheirProbabilities_AgreeWithFloat64()
    {
        var (x, classes) = (NaiveArray.Random(1, 5, 7).Map(value => 20 * value), NaiveArray.Of([0, 6, 3, 3, 1], 5));
        x = NaiveArray.Of(x.ToSingle(), 5, 7);
        var expected = NaiveArray.Build([1], _ => Enumerable.Range(0, 5).Sum(
            row => Math.Log(Enumerable.Range(0, 7).Sum(c => Math.Exp(x[row, c]))) - x[row, (int)classes[row]]));
        var probabilities = NaiveArray.Build([5, 7], i => i[1] == (int)classes[i[0]] ? 1 : 0);
        Evaluate.AssertEqual(expected, t => Loss.CrossEntropy(t[0], t[1]), [x, classes]);
        Evaluate.AssertEqual(expected, t => Loss.CrossEntropy(t[0], t[1]), [x, probabilities]);
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("absolute")]
    [InlineData("huber")]
    [InlineData("quantile")]
    [InlineData("classes")]
    public void AnyLoss_TargetThatIsMissingAndWeighsNothing_DoesNotCount(string loss)
    {
        using var set = new ParameterSet();
        var parameter = new ParameterScope(set).Declare("forecast", new Shape(6, 3), Initializers.InverseRoot(1));
        set.Initialize(4);
        var graph = new Graph(set, batch: 1, training: true);
        var forecast = graph.Use(parameter);
        var same = loss is "squared" or "absolute" or "huber";
        var target = graph.Constant(same ? new Shape(6, 3) : new Shape(6), Missing(same ? 3 : 1));
        var weight = graph.Constant(same ? new Shape(6, 1) : new Shape(6), [1f, 1f, 0f, 1f, 0f, 1f]);
        var output = loss switch
        {
            "squared" => Loss.MeanSquaredError(forecast, target, weight),
            "absolute" => Loss.MeanAbsoluteError(forecast, target, weight),
            "huber" => Loss.Huber(forecast, target, 1f, weight),
            "quantile" => Loss.Quantile(forecast, target, Levels, weight),
            _ => Loss.CrossEntropy(forecast, target, weight),
        };
        using var run = new PlanRun(new Plan(graph, output));
        run.Forward();
        run.Backward([1f]);
        Assert.True(float.IsFinite(run.Output[0]) && run.Output[0] > 0f, $"{run.Output[0]}");
        for (var row = 0; row < 6; row++)
        {
            var gradient = run.Gradient(parameter).Slice(3 * row, 3).ToArray();
            Assert.All(gradient, value => Assert.Equal(row is not (2 or 4), value != 0f && float.IsFinite(value)));
        }
    }

    [Fact]
    public void AnyLoss_ScaleOfTheRun_MultipliesTheLossAndItsGradient()
    {
        using var set = new ParameterSet();
        var parameter = new ParameterScope(set).Declare("forecast", new Shape(3), Initializers.One);
        set.Initialize(4);
        var graph = new Graph(set, batch: 1, training: true);
        var loss = Loss.MeanSquaredError(graph.Use(parameter), graph.Constant(new Shape(3), [0f, 1f, 3f]));
        using var run = new PlanRun(new Plan(graph, loss))
        {
            LossScale = 0.5f,
        };
        run.Forward();
        run.Backward([2f]);
        Assert.Equal(2.5f, run.Output[0]);
        Assert.Equal([2f, 0f, -4f], run.Gradient(parameter).ToArray());
    }

    [Fact]
    public void AnyLoss_ShapesThatDoNotFit_AreNamed()
    {
        var graph = new Graph(new ParameterSet(), batch: 1, training: false);
        var (forecast, target) = (graph.Shared("f", new Shape(4, 3)), graph.Shared("t", new Shape(3, 4)));
        Assert.Equal(
            "MeanSquaredError: forecast [4, 3], target [3, 4].",
            Assert.Throws<ArgumentException>(() => Loss.MeanSquaredError(forecast, target)).Message);
        Assert.Equal(
            "Quantile: forecast [4, 3], target [3, 4], 3 levels.",
            Assert.Throws<ArgumentException>(() => Loss.Quantile(forecast, target, Levels)).Message);
        var error = Assert.Throws<ArgumentException>(() => Loss.CrossEntropy(forecast, target));
        Assert.Contains("[3, 4]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CrossEntropy_ClassThatDoesNotExist_ThrowsNamingIt()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Evaluate.Values(t => Loss.CrossEntropy(t[0], t[1]), NaiveArray.Random(1, 1, 3), NaiveArray.Of([3], 1)));
        Assert.Equal("CrossEntropy: class 3 of 3.", error.Message);
    }

    static void Check(Func<Tensor[], Tensor> ours, NaiveArray forecast, NaiveArray target, NaiveArray? weight, Func<double, double> plain)
    {
        var expected = Enumerable.Range(0, forecast.Values.Count)
            .Sum(place => (weight is null ? 1 : weight[place]) * plain(forecast[place] - target[place]));
        Evaluate.AssertEqual(NaiveArray.Build([1], _ => expected), ours, weight is null ? [forecast, target] : [forecast, target, weight]);
    }

    static float[] Missing(int columns)
    {
        var values = new float[6 * columns];
        values.AsSpan().Fill(2f);
        values.AsSpan(2 * columns, columns).Fill(float.NaN);
        values.AsSpan(4 * columns, columns).Fill(float.NaN);
        return values;
    }
}
