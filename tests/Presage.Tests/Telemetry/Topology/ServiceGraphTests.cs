using Presage.Telemetry.Topology;

namespace Presage.Tests.Telemetry.Topology;

public class ServiceGraphTests
{
    [Fact]
    public void Empty_AnyQuestion_HasAnAnswer()
    {
        Assert.Empty(ServiceGraph.Empty.UnionAdjacency().ToDense());
        Assert.Empty(ServiceGraph.Empty.Adjacency(0, 1).Entries);
        Assert.Null(ServiceGraph.Empty.FromMs);
        Assert.Equal(0, GraphStatistics.Of(ServiceGraph.Empty).Depth);
        Assert.Empty(ServiceGraph.Merge().Nodes);
    }

    [Fact]
    public void UnionAdjacency_ThreeNodes_IsRowMajorFromCallerToCallee()
    {
        var builder = new ServiceGraphBuilder();
        builder.AddEdge("a", "b", EdgeSources.CallTable, 2);
        builder.AddEdge("c", "a", EdgeSources.CallTable);
        builder.AddEdge("c", "c", EdgeSources.CallTable, 0.5f);

        var adjacency = builder.Build().UnionAdjacency();

        Assert.Equal([0, 2, 0, 0, 0, 0, 1, 0, 0.5f], adjacency.ToDense());
        Assert.Equal([new(0, 1, 2), new(2, 0, 1), new(2, 2, 0.5f)], adjacency.Entries);
    }

    [Fact]
    public void Adjacency_EdgeThatComesAndGoes_IsThereOnlyInItsTime()
    {
        var builder = new ServiceGraphBuilder();
        (int a, int b) = (builder.AddNode("a"), builder.AddNode("b"));
        builder.AddEdge("b", "a", EdgeSources.CallTable);
        builder.AddCall(a, b, EdgeSources.Spans, 60_000, 5, false);
        builder.AddCall(a, b, EdgeSources.Spans, 119_999, 15, true);
        builder.AddCall(a, b, EdgeSources.Spans, 300_000, double.NaN, false);
        var graph = builder.Build();

        Assert.Equal([0, 1, 1, 0], graph.Adjacency(0, 60_001).ToDense());
        Assert.Equal([0, 0, 1, 0], graph.Adjacency(0, 60_000).ToDense());
        Assert.Equal([0, 2, 0, 0], graph.Adjacency(119_000, 300_000, EdgeValue.Calls).ToDense());
        Assert.Equal([0, 0, 1, 0], graph.Adjacency(120_000, 300_000, EdgeValue.Presence).ToDense());
        Assert.Equal([0, 1, 1, 0], graph.Adjacency(359_999, 400_000).ToDense());
        Assert.Equal((60_000, 360_000), (graph.FromMs, graph.ToMs));
    }

    [Fact]
    public void Edges_Calls_HaveErrorsAndLatencies()
    {
        var builder = new ServiceGraphBuilder(1000);
        (int a, int b) = (builder.AddNode("a"), builder.AddNode("b"));
        builder.AddCall(a, b, EdgeSources.Spans, -1, 5, false);
        builder.AddCall(a, b, EdgeSources.Spans, 10, 15, true);
        builder.AddCall(a, b, EdgeSources.OperationNames, 20, double.NaN, false);

        var edge = Assert.Single(builder.Build().Edges);

        Assert.Equal([-1000, 0], edge.Slices.Select(slice => slice.StartMs));
        Assert.Equal((3, 1, 2), (edge.Total.Calls, edge.Total.Errors, edge.Total.TimedCalls));
        Assert.Equal(10, edge.Total.MeanLatencyMs);
        Assert.InRange(edge.Total.LatencyP95Ms, 14.7, 15.3);
        Assert.Equal(EdgeSources.Spans | EdgeSources.OperationNames, edge.Sources);
        Assert.True(edge.IsObserved);
    }

    [Theory]
    [InlineData(EdgeSources.Correlation, false)]
    [InlineData(EdgeSources.OperationNames, false)]
    [InlineData(EdgeSources.TaskNames, true)]
    [InlineData(EdgeSources.ServiceGraphMetrics, true)]
    [InlineData(EdgeSources.Correlation | EdgeSources.CallTable, true)]
    public void IsObserved_Sources_DecideIt(EdgeSources sources, bool isObserved)
    {
        var builder = new ServiceGraphBuilder();
        builder.AddEdge("a", "b", sources);

        Assert.Equal(isObserved, builder.Build().Edges[0].IsObserved);
    }

    [Fact]
    public void AlignTo_OtherOrder_MovesRowsAndColumns()
    {
        var builder = new ServiceGraphBuilder();
        builder.AddEdge("a", "b", EdgeSources.CallTable, 2);
        builder.AddEdge("b", "c", EdgeSources.CallTable, 3);

        var graph = builder.Build().AlignTo(["c", "new", "b"]);

        Assert.Equal(["c", "new", "b"], graph.Nodes.Select(node => node.Name));
        Assert.Equal([0, 0, 0, 0, 0, 0, 3, 0, 0], graph.UnionAdjacency().ToDense());
    }

    [Fact]
    public void AlignTo_PodsOfAService_HaveItsEdges()
    {
        var builder = new ServiceGraphBuilder();
        builder.AddEdge("web", "cart", EdgeSources.CallTable);
        builder.AddEdge("cart", "cart", EdgeSources.CallTable);

        var graph = builder.Build().AlignTo(["cart-0", "web", "cart-1"]);

        Assert.Equal([1, 0, 0, 1, 0, 1, 0, 0, 1], graph.UnionAdjacency().ToDense());
        Assert.Equal("cart-1", graph.Nodes[2].Name);
    }

    [Fact]
    public void AlignTo_NameThatLooksLikeAPod_PrefersTheExactNode()
    {
        var builder = new ServiceGraphBuilder();
        builder.AddEdge("api-1", "api-2", EdgeSources.CallTable);

        Assert.Equal([0, 0, 1, 0], builder.Build().AlignTo(["api-2", "api-1"]).UnionAdjacency().ToDense());
    }

    [Fact]
    public void AlignTo_RepeatedEntity_IsRefused() =>
        Assert.Contains("cart", Assert.Throws<ArgumentException>(() => ServiceGraph.Empty.AlignTo(["cart", "cart"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Only_Services_LeavesTheRestOut()
    {
        var builder = new ServiceGraphBuilder();
        builder.AddEdge("a", "10.0.0.1", EdgeSources.CallTable);
        builder.AddEdge("a", "b", EdgeSources.CallTable);
        builder.AddNode("10.0.0.1", NodeKind.External);

        var graph = builder.Build().Only(NodeKind.Service);

        Assert.Equal(["a", "b"], graph.Nodes.Select(node => node.Name));
        Assert.Equal([0, 1, 0, 0], graph.UnionAdjacency().ToDense());
    }

    [Fact]
    public void Merge_TwoSources_AddsCallsAndSources()
    {
        var table = new ServiceGraphBuilder();
        table.AddEdge("a", "b", EdgeSources.CallTable, 4);
        var spans = new ServiceGraphBuilder();
        (int b, int a) = (spans.AddNode("b", NodeKind.Database), spans.AddNode("a"));
        spans.AddCall(a, b, EdgeSources.Spans, 0, 1, false);
        spans.AddRequest(a, 7, false);
        spans.AddSelfTime(a, 3);

        var merged = ServiceGraph.Merge(table.Build(), spans.Build(), spans.Build());

        var edge = Assert.Single(merged.Edges);
        Assert.Equal((EdgeSources.CallTable | EdgeSources.Spans, 4f, 2L), (edge.Sources, edge.Weight, edge.Total.Calls));
        Assert.Equal(NodeKind.Database, merged.Nodes[merged.IndexOf("b")].Kind);
        Assert.Equal(3, merged.Nodes[merged.IndexOf("a")].MeanSelfTimeMs);
        Assert.Equal(["a", "b"], merged.Nodes.Select(node => node.Name));
    }

    [Fact]
    public void Merge_OtherSlices_IsRefused()
    {
        var one = new ServiceGraphBuilder(1000);
        one.AddCall(one.AddNode("a"), 0, EdgeSources.Spans, 0, 1, false);

        var error = Assert.Throws<ArgumentException>(() => ServiceGraph.Merge(ServiceGraph.Empty, one.Build()));
        Assert.Contains("1000 ms", error.Message, StringComparison.Ordinal);
        Assert.Contains("60000 ms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adjacency_EmptyWindow_IsRefused() => Assert.Throws<ArgumentException>(() => ServiceGraph.Empty.Adjacency(5, 5));

    [Fact]
    public void AddEdge_WeightThatIsNoNumber_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ServiceGraphBuilder().AddEdge("a", "b", EdgeSources.CallTable, float.NaN));

    [Fact]
    public void Build_MoreCallsAfterwards_LeaveTheGraphAsItWas()
    {
        var builder = new ServiceGraphBuilder();
        int node = builder.AddNode("a");
        builder.AddCall(node, node, EdgeSources.Spans, 0, 1, false);
        var graph = builder.Build();
        builder.AddCall(node, node, EdgeSources.Spans, 0, 1, false);

        Assert.Equal(1, graph.Edges[0].Total.Calls);
        Assert.Equal(2, builder.Build().Edges[0].Total.Calls);
    }
}
