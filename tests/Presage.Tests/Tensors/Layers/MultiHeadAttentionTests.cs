using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Tests.Tensors.Layers;

public sealed class MultiHeadAttentionTests
{
    [Fact]
    public void Apply_Causal_LaterStepsDoNotChangeEarlierOutputs()
    {
        var input = Values(1 * 5 * 6);
        var before = Run(input, (layer, x) => layer.Apply(x, causal: true));
        for (var index = 3 * 6; index < input.Length; index++)
        {
            input[index] += 10f;
        }

        var after = Run(input, (layer, x) => layer.Apply(x, causal: true));
        Assert.Equal(before[..18], after[..18]);
        Assert.NotEqual(before[18..], after[18..]);
    }

    [Fact]
    public void Apply_HiddenKey_IsSeenByNoOtherStep()
    {
        var input = Values(1 * 5 * 6);
        float[] mask = [1, 1, 1, 0, 1];
        Tensor Masked(MultiHeadAttention layer, Tensor x) => layer.Apply(x, keyMask: x.Graph.Constant(new Shape(1, 5), mask));
        var before = Run(input, Masked);
        input[3 * 6] += 10f;
        var after = Run(input, Masked);
        Assert.Equal(before[..18], after[..18]);
        Assert.Equal(before[24..], after[24..]);
        Assert.NotEqual(before[18..24], after[18..24]);
    }

    [Fact]
    public void Apply_AllKeysHidden_GivesTheOutputsBias()
    {
        var output = Run(Values(1 * 5 * 6), (layer, x) => layer.Apply(x, keyMask: x.Graph.Constant(new Shape(1, 5), new float[5])));
        Assert.All(output, value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Apply_StepsInAnotherOrder_GivesOutputsInThatOrder()
    {
        var input = Values(1 * 5 * 6);
        var forward = Run(input, (layer, x) => layer.Apply(x));
        var backward = Run(input, (layer, x) => layer.Apply(x.Flip(1)).Flip(1));
        for (var index = 0; index < forward.Length; index++)
        {
            Assert.Equal(forward[index], backward[index], 1e-5);
        }
    }

    [Fact]
    public void Constructor_WidthNotAMultipleOfTheHeads_NamesBoth()
    {
        using var parameters = new ParameterSet();
        var error = Assert.Throws<ArgumentException>(() => new MultiHeadAttention(new ParameterScope(parameters), 10, 4));
        Assert.Contains("10", error.Message, StringComparison.Ordinal);
        Assert.Contains("4 heads", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_WithDropout_DropsTheSameWeightsHoweverTheBatchIsCut()
    {
        var input = Values(2 * 5 * 6);
        using var parameters = new ParameterSet();
        var layer = new MultiHeadAttention(new ParameterScope(parameters), 6, 2, dropout: 0.5f);
        parameters.Initialize(seed: 3);
        using var both = new LayerRun(parameters, 2, training: true, graph => layer.Apply(graph.Input("x", new Shape(5, 6))));
        using var one = new LayerRun(parameters, 1, training: true, graph => layer.Apply(graph.Input("x", new Shape(5, 6))));
        var together = both.Bind("x", input).Forward(seed: 9).Output;
        var second = one.Bind("x", input.AsSpan(30)).FirstItem(1).Forward(seed: 9).Output;
        var other = one.FirstItem(0).Forward(seed: 9).Output;
        Assert.All(second.Zip(together[30..]), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.Contains(other.Zip(together[30..]), pair => Math.Abs(pair.Second - pair.First) > 1e-2f);
    }

    static float[] Run(float[] input, Func<MultiHeadAttention, Tensor, Tensor> apply)
    {
        using var parameters = new ParameterSet();
        var layer = new MultiHeadAttention(new ParameterScope(parameters), 6, 2);
        parameters.Initialize(seed: 3);
        using var run = new LayerRun(parameters, 1, training: false, graph => apply(layer, graph.Input("x", new Shape(5, 6))));
        return run.Bind("x", input).Forward().Output;
    }

    static float[] Values(int length)
    {
        var random = new SeededRandom(5);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextNormal())];
    }
}
