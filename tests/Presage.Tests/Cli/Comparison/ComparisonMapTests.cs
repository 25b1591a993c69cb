using Presage.Cli.Comparison;
using Presage.Models.Evaluation;
using Presage.Models.Forecasting;
using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Cli.Comparison;

public sealed class ComparisonMapTests
{
    [Fact]
    public void Of_NoGraph_IsNull()
    {
        var result = MadeUpResult.Of(0.5, ("mine", 1));

        Assert.Null(ComparisonMap.Of(result, null));
        Assert.Null(ComparisonMap.Of(result, Graph(("web", "db"))));
    }

    [Fact]
    public void Of_EdgesBetweenEntities_CarryCallsErrorsAndLevels()
    {
        var result = TwoServices();

        var map = ComparisonMap.Of(result, Graph(("web", "db"), ("web", "elsewhere")));

        Assert.NotNull(map);
        map.Validate();
        Assert.Equal(["db", "web"], map.Nodes);
        var edge = Assert.Single(Assert.Single(map.EdgeSets).Edges);
        Assert.Equal((1, 0, false), (edge.From, edge.To, edge.IsInferred));
        Assert.Equal((10L, 2.5, 0.2), (edge.Calls, edge.MeanLatencyMs, edge.ErrorRate));
        Assert.Equal(["MAE of mine, cpu", "mean cpu", "calls received"], map.Measures.Select(measure => measure.Name));
        Assert.Equal([0.25, 0.5], map.Measures[0].Values);
        Assert.Equal(3, map.Measures[1].Values[0], 1e-4);
        Assert.Equal(13, map.Measures[1].Values[1], 1e-4);
        Assert.Equal([10, 0], map.Measures[2].Values);
    }

    [Fact]
    public void Of_InferredEdge_SaysSo()
    {
        var builder = new ServiceGraphBuilder();
        builder.AddEdge("web", "db", EdgeSources.Correlation, 0.5f);

        var edge = Assert.Single(ComparisonMap.Of(TwoServices(), builder.Build())!.EdgeSets[0].Edges);

        Assert.True(edge.IsInferred);
        Assert.Equal(0.5f, edge.Weight);
        Assert.Null(edge.Calls);
    }

    [Fact]
    public void Of_LearnedGraph_IsASecondSetWithTheStrongestEdgesOfEachNode()
    {
        var learned = new LearnedGraph("attention", "a share", ["web", "db"], [0.5f, 0.5f, 0.2f, 0.8f]);
        var result = TwoServices() with { LearnedGraphs = [("mine", learned)] };

        var map = ComparisonMap.Of(result, Graph(("web", "db")))!;

        map.Validate();
        Assert.Equal(["as read with the data", "mine: attention"], map.EdgeSets.Select(set => set.Name));
        Assert.Equal([false, true], map.EdgeSets.Select(set => set.IsLearned));
        // web is node 1 of the map; both directions are known from the data because one is.
        Assert.Equal([(1, 0, 0.5f, false), (0, 1, 0.2f, false)], map.EdgeSets[1].Edges.Select(edge => (edge.From, edge.To, edge.Weight!.Value, edge.IsInferred)));
        Assert.Contains("2 in all", map.EdgeSets[1].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LearnedGraphWithoutOneOfTheData_IsShownAlone()
    {
        var result = TwoServices() with { LearnedGraphs = [("mine", new LearnedGraph("attention", "a share", ["db", "web"], [1, 0, 0.3f, 0.7f]))] };

        var map = ComparisonMap.Of(result, null)!;

        var edge = Assert.Single(Assert.Single(map.EdgeSets).Edges);
        Assert.Equal((1, 0, true), (edge.From, edge.To, edge.IsInferred));
        Assert.Contains("The data have no graph", map.Note, StringComparison.Ordinal);
        Assert.Null(ComparisonMap.Of(TwoServices() with { LearnedGraphs = [("mine", new LearnedGraph("x", "a share", ["other"], [1]))] }, null));
    }

    [Fact]
    public void Of_ManyLearnedEdges_KeepsTheStrongestThreeAndDropsDust()
    {
        string[] nodes = ["a", "b", "c", "d", "e"];
        var strengths = new float[25];
        new float[] { 0.1f, 0.4f, 0.2f, 0.25f, 0.05f }.CopyTo(strengths, 0);
        new float[] { 0.9f, 0.05f, 0.03f, 0.02f, 0 }.CopyTo(strengths, 5);
        var builder = new ServiceGraphBuilder();
        foreach (var node in nodes)
        {
            builder.AddNode(node);
        }

        var set = Assert.Single(LearnedEdges.Of([("mine", new LearnedGraph("attention", "a share", nodes, strengths))], builder.Build()));

        Assert.Equal([(0, 1), (0, 3), (0, 2), (1, 0)], set.Edges.Select(edge => (edge.From, edge.To)));
        Assert.Contains("Of 7 learned edges", set.Note, StringComparison.Ordinal);
    }

    // cpu runs through 0 to 6 at the database, and ten above that at the web server.
    static EvaluationResult TwoServices()
    {
        var values = Enumerable.Range(0, 2 * 105).Select(bin => bin < 105 ? bin % 7 : 10f + (bin % 7)).ToArray();
        var frame = new Frame(0, 60_000, true, ["db", "web"], ["cpu"], values);
        var task = EvaluationTask.Create(
            frame, TimeSplit.ByShare(frame.Bins), new WindowOptions { Lookback = 4, Horizon = 2 }, [new("2", 1, 2), new("all", 0, 2)]);
        return MadeUpResult.Of(0.5, ("mine", 1)) with { Tasks = [task], EntityErrors = [0.25, 0.5] };
    }

    static ServiceGraph Graph(params (string From, string To)[] edges)
    {
        var builder = new ServiceGraphBuilder();
        foreach (var (from, to) in edges)
        {
            var (caller, callee) = (builder.AddNode(from), builder.AddNode(to));
            for (var call = 0; call < 10; call++)
            {
                builder.AddCall(caller, callee, EdgeSources.Spans, 0, latencyMs: 2.5, isError: call < 2);
            }
        }

        return builder.Build();
    }
}
