using Presage.Models.Graphs;

namespace Presage.Tests.Models.Graphs;

public sealed class GraphWaveNetSizeTests
{
    static readonly GraphWaveNetSize Published = new(32, 256, 512, Blocks: 4, Order: 2, Embedding: 10, 0.3f);

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(13)]
    public void Dilations_PublishedWindow_AreThePublishedEightLayers(int steps) =>
        Assert.Equal([1, 2, 1, 2, 1, 2, 1, 2], Published.Dilations(steps));

    [Theory]
    [InlineData(14, 12)]
    [InlineData(29, 12)]
    [InlineData(96, 20)]
    public void Dilations_LongerWindow_SeeEveryStep(int steps, int layers)
    {
        var dilations = Published.Dilations(steps);

        Assert.Equal(layers, dilations.Count);
        Assert.True(1 + dilations.Sum() >= steps);
    }
}
