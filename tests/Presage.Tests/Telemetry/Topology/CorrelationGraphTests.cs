using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Telemetry.Topology;

public class CorrelationGraphTests
{
    const float Gap = float.NaN;

    [Fact]
    public void Of_SeriesThatMoveTogetherOrApart_KeepsTheSignBothWays()
    {
        var graph = CorrelationGraph.Of(Entities(Wave(), [.. Wave().Select(value => 1000 - (3 * value))], [.. Wave().Select(value => (2 * value) + 7)], Noise(5)));

        Assert.Equal(-1, graph.FindEdge("e0", "e1")!.Weight, 5);
        Assert.Equal(-1, graph.FindEdge("e1", "e0")!.Weight, 5);
        Assert.Equal(1, graph.FindEdge("e0", "e2")!.Weight, 5);
        Assert.Null(graph.FindEdge("e0", "e3"));
        Assert.All(graph.Edges, edge => Assert.Equal((EdgeSources.Correlation, false, true), (edge.Sources, edge.IsObserved, edge.HoldsAlways)));
        Assert.Equal(["e0", "e1", "e2", "e3"], graph.Nodes.Select(node => node.Name));
    }

    [Fact]
    public void Of_KnownPairs_EqualsPearsonsFormula()
    {
        // Anscombe's first set.
        float[] x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
        float[] y = [8.04f, 6.95f, 7.58f, 8.81f, 8.33f, 9.96f, 7.24f, 4.26f, 10.84f, 4.82f, 5.68f];

        var graph = CorrelationGraph.Of(Entities(x, y), new CorrelationOptions { MinimumCommonBins = 3 });

        Assert.Equal(0.81642, graph.FindEdge("e0", "e1")!.Weight, 5);
    }

    [Fact]
    public void Of_Gaps_LooksAtCommonBinsOnly()
    {
        float[] gaps = Wave();
        float[] other = Wave();
        for (int bin = 0; bin < gaps.Length; bin += 2)
        {
            (gaps[bin], other[bin]) = (Gap, 500);
        }

        Assert.Equal(1, CorrelationGraph.Of(Entities(gaps, other)).FindEdge("e0", "e1")!.Weight, 5);
        Assert.Empty(CorrelationGraph.Of(Entities(gaps, other), new CorrelationOptions { MinimumCommonBins = 25 }).Edges);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    [InlineData(1e30f)]
    [InlineData(Gap)]
    public void Of_ConstantOrEmptySeries_IsIsolatedAndFinite(float level)
    {
        float[] constant = [.. Enumerable.Repeat(level, 40)];
        float[] holed = [.. constant];
        holed[3] = Gap;

        var graph = CorrelationGraph.Of(Entities(Wave(), constant, holed), new CorrelationOptions { MinimumStrength = 0 });

        Assert.Empty(graph.Edges);
        Assert.Equal(3, graph.Nodes.Count);
    }

    [Fact]
    public void Of_SeveralMetrics_AveragesThoseInWhichBothVary()
    {
        float[] constant = [.. Enumerable.Repeat(3f, 40)];
        float[] falling = [.. Wave().Select(value => -value)];
        var frame = new Frame(0, 60_000, false, ["a", "b"], ["x", "y", "z"], [.. Wave(), .. constant, .. Wave(), .. Wave(), .. Noise(1), .. falling]);

        Assert.Empty(CorrelationGraph.Of(frame).Edges);
        Assert.Equal(1, CorrelationGraph.Of(frame, new CorrelationOptions { Metrics = ["x", "y"] }).FindEdge("a", "b")!.Weight, 5);
    }

    [Fact]
    public void Of_Bins_SeesNothingOutside()
    {
        float[] turned = [.. Wave().Select((value, bin) => bin < 20 ? value : -10 * value)];
        var frame = Entities(Wave(), turned);

        Assert.Equal(1, CorrelationGraph.Of(frame, new CorrelationOptions { Bins = new BinRange(0, 20) }).FindEdge("e0", "e1")!.Weight, 5);
        Assert.Equal(-1, CorrelationGraph.Of(frame, new CorrelationOptions { Bins = new BinRange(20, 40) }).FindEdge("e0", "e1")!.Weight, 5);
    }

    [Fact]
    public void Of_StrongestPerNode_KeepsAnEdgeThatOneEndCounts()
    {
        var random = new Random(3);
        float[] common = Wave();
        var frame = Entities([.. Enumerable.Range(0, 12).Select(node => common.Select(value => value + (float)(random.NextDouble() * node)).ToArray())]);

        var all = CorrelationGraph.Of(frame, new CorrelationOptions { StrongestPerNode = 11 });
        var few = CorrelationGraph.Of(frame, new CorrelationOptions { StrongestPerNode = 2 });

        Assert.Equal(12 * 11, all.Edges.Count);
        Assert.InRange(few.Edges.Count, 12, 2 * 12 * 2);
        Assert.All(Enumerable.Range(0, 12), node =>
            Assert.Contains(few.Edges, edge => edge.From == node && edge.Weight == all.Edges.Where(other => other.From == node).Max(other => other.Weight)));
    }

    [Fact]
    public void Of_WrongOptions_AreRefused()
    {
        var frame = Entities(Wave(), Wave());

        Assert.Contains("[0, 41)", Refusal(new CorrelationOptions { Bins = new BinRange(0, 41) }), StringComparison.Ordinal);
        Assert.Contains("no metric cpu", Refusal(new CorrelationOptions { Metrics = ["cpu"] }), StringComparison.Ordinal);
        Assert.Contains("1.5", Refusal(new CorrelationOptions { MinimumStrength = 1.5 }), StringComparison.Ordinal);
        string Refusal(CorrelationOptions options) => Assert.Throws<ArgumentException>(() => CorrelationGraph.Of(frame, options)).Message;
    }

    [Fact]
    public void Of_NoEntities_IsEmpty() => Assert.Empty(CorrelationGraph.Of(new Frame(0, 60_000, false, [], [], [])).Nodes);

    static Frame Entities(params float[][] series) =>
        new(0, 60_000, false, [.. series.Select((_, node) => $"e{node}")], ["x"], [.. series.SelectMany(values => values)]);

    static float[] Wave() => [.. Enumerable.Range(0, 40).Select(bin => 100 + (10 * MathF.Sin(bin * 0.7f)))];

    static float[] Noise(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 40).Select(_ => (float)random.NextDouble())];
    }
}
