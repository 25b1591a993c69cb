using Presage.Tensors.Autodiff;
using Presage.Tensors.Losses;
using Presage.Tensors.Memory;
using Presage.Tests.Reference;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Autodiff;

[Collection(SimdCollection.Name)]
public sealed class PlanTests : IDisposable
{
    readonly ParameterSet _set = new();
    readonly Parameter _parameter;

    public PlanTests()
    {
        _parameter = new ParameterScope(_set).Declare("x", new Shape(4), Initializers.Zero);
        _set.Initialize(1);
        new[] { 1f, 2f, 3f, 4f }.CopyTo(_parameter.Values);
        _set.MarkChanged();
    }

    public void Dispose() => _set.Dispose();

    [Fact]
    public void Gradient_TensorUsedThreeTimes_IsTheSum()
    {
        // y = x² + 3x + x·c, dy/dx = 2x + 3 + c, once for a parameter and once for a computed value.
        foreach (var computed in new[] { false, true })
        {
            var graph = new Graph(_set, batch: 1, training: true);
            var x = computed ? graph.Use(_parameter).Scale(1f) : graph.Use(_parameter);
            var y = x.Square() + (3f * x) + (x * graph.Constant(new Shape(4), [10f, 20f, 30f, 40f]));
            Assert.Equal([15f, 27f, 39f, 51f], Gradient(graph, y));
        }
    }

    [Fact]
    public void Gradient_ThroughViews_ReachesTheirStorage()
    {
        var graph = new Graph(_set, batch: 1, training: true);
        var x = graph.Use(_parameter).Scale(1f);
        var y = x.Reshape(2, 2).Sum(0).Reshape(1, 2) * x.Reshape(2, 1, 2).Slice(0, 1, 2).Reshape(1, 2);
        // y = [(1+3)·3, (2+4)·4]: dy/dx0 = 3, dy/dx1 = 4, dy/dx2 = 3 + 4, dy/dx3 = 4 + 6.
        Assert.Equal([3f, 4f, 7f, 10f], Gradient(graph, y));
    }

    [Fact]
    public void Gradient_BranchThatNobodyNeeds_DoesNotRun()
    {
        var graph = new Graph(_set, batch: 1, training: true);
        var x = graph.Use(_parameter).Scale(1f);
        var unused = x.Exp();
        var plan = new Plan(graph, x.Square());
        Assert.Equal(-1, plan.ValueOffset(unused));
        Assert.Equal([2f, 4f, 6f, 8f], Gradient(graph, plan.Output));
    }

    [Fact]
    public void StopGradient_OnOneOfTwoPaths_LeavesTheOther()
    {
        var graph = new Graph(_set, batch: 1, training: true);
        var x = graph.Use(_parameter).Scale(1f);
        Assert.Equal([1f, 2f, 3f, 4f], Gradient(graph, x * x.StopGradient()));
    }

    [Fact]
    public void StopGradient_OnTheOnlyPath_SkipsTheBackwardOfWhatLiesBehind()
    {
        var graph = new Graph(_set, batch: 1, training: true);
        var x = graph.Use(_parameter);
        var behind = x.Exp().Tanh();
        var y = behind.StopGradient() * x;
        Assert.Equal(behind.Shape, y.Shape);
        var plan = new Plan(graph, y);
        Assert.Equal(-1, plan.GradientOffset(behind));
        var expected = new[] { 1f, 2f, 3f, 4f }.Select(value => MathF.Tanh(MathF.Exp(value)));
        Assert.All(Gradient(graph, y).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    [Fact]
    public void StopGradient_OfTheWholeOutput_LeavesNoBackward()
    {
        var graph = new Graph(_set, batch: 1, training: true);
        var plan = new Plan(graph, graph.Use(_parameter).Exp().StopGradient());
        using var run = new PlanRun(plan);
        run.Forward();
        Assert.Equal(MathF.Exp(4f), run.Output[3], 1e-4f);
        Assert.Equal(-1, plan.GradientOffset(plan.Output));
    }

    [Fact]
    public void Gradient_OfAnInput_IsThereAfterwards()
    {
        var graph = new Graph(_set, batch: 2, training: true);
        var input = graph.Input("x", new Shape(3), needsGradient: true);
        var plan = new Plan(graph, Loss.MeanSquaredError(input.Square(), graph.Constant(new Shape(2, 3), new float[6])));
        using var run = new PlanRun(plan);
        using var values = new NativeBuffer(6);
        values.Span().Fill(2f);
        run.Bind(input, values);
        run.Forward();
        run.Backward([1f]);
        Assert.All(run.Gradient(input).ToArray(), value => Assert.Equal(32f, value));
    }

    [Fact]
    public void Plan_InferenceOfALongChain_NeedsTheMemoryOfTwoSteps()
    {
        var graph = new Graph(_set, batch: 1, training: false);
        var y = graph.Constant(new Shape(1000), new float[1000]).Tanh();
        for (var step = 0; step < 50; step++)
        {
            y = y.Tanh();
        }

        Assert.InRange(new Plan(graph, y).ArenaLength, 2000, 2200);
    }

    [Fact]
    public void Apply_TensorsOfTwoGraphs_Throws()
    {
        var (first, second) = (new Graph(_set, batch: 1, training: false), new Graph(_set, batch: 1, training: false));
        Assert.Throws<ArgumentException>(() => first.Use(_parameter) + second.Use(_parameter));
    }

    [Fact]
    public void Constant_WrongNumberOfValues_ThrowsNamingBoth()
    {
        var graph = new Graph(_set, batch: 1, training: false);
        var error = Assert.Throws<ArgumentException>(() => graph.Constant(new Shape(2, 3), [1f]));
        Assert.Equal("Constant [2, 3]: 1 values, expected 6.", error.Message);
    }

    float[] Gradient(Graph graph, Tensor output)
    {
        using var run = new PlanRun(new Plan(graph, output));
        run.Forward();
        run.Backward(Enumerable.Repeat(1f, (int)output.Shape.Length).ToArray());
        return run.Gradient(_parameter).ToArray();
    }
}
