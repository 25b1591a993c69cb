using Presage.Tensors.Autodiff;
using Presage.Tests.Reference;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Autodiff;

[Collection(SimdCollection.Name)]
public sealed class DropoutTests
{
    const float Rate = 0.3f;

    [Fact]
    public void Dropout_Training_DropsTheRateAndKeepsTheMean()
    {
        var values = Run(items: 64, itemLength: 1001, firstItem: 0, seed: 5);
        var dropped = values.Count(value => value == 0f);
        Assert.InRange(dropped / (double)values.Length, Rate - 0.006, Rate + 0.006);
        Assert.All(values, value => Assert.True(value == 0f || value == 1f / (1f - Rate)));
    }

    [Fact]
    public void Dropout_NeighboursAndSeeds_AreIndependent()
    {
        var first = Run(items: 64, itemLength: 1000, firstItem: 0, seed: 5);
        var second = Run(items: 64, itemLength: 1000, firstItem: 0, seed: 6);
        Assert.InRange(BothKept(first, second), 0.485, 0.495);
        foreach (var distance in new[] { 1, 2, 8, 16, 1000 })
        {
            Assert.InRange(BothKept(first[distance..], first[..^distance]), 0.48, 0.50);
        }
    }

    [Fact]
    public void Dropout_BatchCutInTwo_DropsTheSamePlaces()
    {
        var whole = Run(items: 6, itemLength: 37, firstItem: 0, seed: 9);
        var start = Run(items: 2, itemLength: 37, firstItem: 0, seed: 9);
        var end = Run(items: 4, itemLength: 37, firstItem: 2, seed: 9);
        Assert.Equal(whole, start.Concat(end));
    }

    [Fact]
    public void Dropout_EveryInstructionSet_DropsTheSamePlaces()
    {
        var expected = Run(items: 3, itemLength: 37, firstItem: 0, seed: 9);
        foreach (var level in InstructionSets.All)
        {
            using var _ = InstructionSets.Use(level);
            Assert.Equal(expected, Run(items: 3, itemLength: 37, firstItem: 0, seed: 9));
        }
    }

    [Fact]
    public void Dropout_TwoOperations_DropDifferentPlaces()
    {
        using var set = new ParameterSet();
        set.Initialize(1);
        var graph = new Graph(set, batch: 1, training: true);
        var ones = graph.Constant(new Shape(1, 4000), Enumerable.Repeat(1f, 4000).ToArray());
        using var run = new PlanRun(new Plan(graph, Tensor.Concat(0, ones.Dropout(Rate), ones.Dropout(Rate))));
        run.Forward();
        Assert.InRange(BothKept(run.Output[..4000].ToArray(), run.Output[4000..].ToArray()), 0.46, 0.52);
    }

    [Fact]
    public void Dropout_InferenceOrRateZero_AddsNoOperation()
    {
        var inference = new Graph(new ParameterSet(), batch: 2, training: false);
        var training = new Graph(new ParameterSet(), batch: 2, training: true);
        Assert.Same(inference.Input("x", new Shape(3)), inference.Tensors[0].Dropout(Rate));
        Assert.Same(training.Input("x", new Shape(3)), training.Tensors[0].Dropout(0f));
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    public void Dropout_RateOutOfRange_Throws(float rate)
    {
        var graph = new Graph(new ParameterSet(), batch: 2, training: true);
        Assert.Throws<ArgumentException>(() => graph.Input("x", new Shape(3)).Dropout(rate));
    }

    [Fact]
    public void Dropout_FirstAxisNotTheBatch_Throws()
    {
        var graph = new Graph(new ParameterSet(), batch: 2, training: true);
        var error = Assert.Throws<ArgumentException>(() => graph.Shared("x", new Shape(3, 2)).Dropout(Rate));
        Assert.Contains("[3, 2]", error.Message, StringComparison.Ordinal);
    }

    static float[] Run(int items, int itemLength, long firstItem, ulong seed)
    {
        using var set = new ParameterSet();
        set.Initialize(1);
        var graph = new Graph(set, items, training: true);
        var ones = new float[items * itemLength];
        ones.AsSpan().Fill(1f);
        using var run = new PlanRun(new Plan(graph, graph.Constant(new Shape(items, itemLength), ones).Dropout(Rate)))
        {
            Seed = seed, FirstItem = firstItem,
        };
        run.Forward();
        return run.Output.ToArray();
    }

    static double BothKept(float[] first, float[] second) =>
        first.Zip(second).Count(pair => pair.First > 0f && pair.Second > 0f) / (double)first.Length;
}
