using Presage.Telemetry.Topology;

namespace Presage.Tests.Telemetry.Topology;

public class SpanGraphBuilderTests
{
    [Fact]
    public void Build_NoSpans_IsEmpty() => Assert.Empty(Graph().Nodes);

    [Fact]
    public void Build_ClientAndServer_AreOneCallWithTheServersLatency()
    {
        var graph = Graph(
            Made.Span(1, 0, "web", 60_000, 60_100) with { Kind = SpanKind.Server },
            Made.Span(2, 1, "web", 60_010, 60_090) with { Kind = SpanKind.Client, IsError = true },
            Made.Span(3, 2, "cart", 60_020, 60_080) with { Kind = SpanKind.Server },
            Made.Span(4, 3, "cart", 60_030, 60_050) with { Kind = SpanKind.Internal });

        var edge = Assert.Single(graph.Edges);
        Assert.Equal(("web", "cart"), (graph.Nodes[edge.From].Name, graph.Nodes[edge.To].Name));
        Assert.Equal((1, 1, 60.0), (edge.Total.Calls, edge.Total.Errors, edge.Total.MeanLatencyMs));
        Assert.Equal(60_000, Assert.Single(edge.Slices).StartMs);
        Assert.Equal(EdgeSources.Spans, edge.Sources);
        Assert.Equal(20, graph.Nodes[0].MeanSelfTimeMs); // before and after the client's span; the network is nobody's work
        Assert.Equal(60, graph.Nodes[1].MeanSelfTimeMs);
        Assert.Equal((1, 100.0), (graph.Nodes[0].Requests.Calls, graph.Nodes[0].Requests.MeanLatencyMs));
    }

    [Fact]
    public void Build_KindsUnknown_TellWaitingFromWork()
    {
        var graph = Graph(
            Made.Span(1, 0, "web", 0, 100),
            Made.Span(2, 1, "web", 10, 90),
            Made.Span(3, 2, "cart", 20, 80));

        Assert.Equal([20, 60], graph.Nodes.Select(node => node.MeanSelfTimeMs));
    }

    [Fact]
    public void Build_PodsOfOneService_CallThemselves()
    {
        var graph = Graph(
            Made.Span(1, 0, "cart", 0, 100) with { Host = "cart-0" },
            Made.Span(2, 1, "cart", 10, 90) with { Host = "cart-1" },
            Made.Span(3, 2, "cart", 20, 30) with { Host = "cart-1" });

        var edge = Assert.Single(graph.Edges);
        Assert.Equal((0, 0, 1L), (edge.From, edge.To, edge.Total.Calls));
    }

    [Fact]
    public void Build_ClientWithoutServer_CallsThePeerItNames()
    {
        var graph = Graph(
            Made.Span(1, 0, "cart", 0, 100) with { Kind = SpanKind.Server },
            Made.Span(2, 1, "cart", 10, 30) with { Kind = SpanKind.Client, Peer = "redis", PeerKind = NodeKind.Database },
            Made.Span(3, 1, "cart", 40, 50) with { Kind = SpanKind.Client, Peer = "api.bank.example", PeerKind = NodeKind.External, IsError = true },
            Made.Span(4, 1, "cart", 60, 70) with { Kind = SpanKind.Client, Peer = "stock" },
            Made.Span(5, 4, "stockservice", 61, 69) with { Kind = SpanKind.Server });

        Assert.Equal(["api.bank.example", "redis", "stockservice"], graph.Edges.Select(edge => graph.Nodes[edge.To].Name).Order(StringComparer.Ordinal));
        Assert.Equal(NodeKind.Database, graph.Nodes[graph.IndexOf("redis")].Kind);
        Assert.Equal(1, graph.FindEdge("cart", "api.bank.example")!.Total.Errors);
        Assert.Equal(-1, graph.IndexOf("stock"));
    }

    [Fact]
    public void Build_Messages_GoThroughTheQueue()
    {
        var graph = Graph(
            Made.Span(1, 0, "orders", 0, 10) with { Kind = SpanKind.Server },
            Made.Span(2, 1, "orders", 2, 4) with { Kind = SpanKind.Producer, Peer = "placed" },
            Made.Span(3, 2, "shipping", 5000, 5100) with { Kind = SpanKind.Consumer },
            Made.Span(4, 0, "billing", 6000, 6100, trace: 2) with { Kind = SpanKind.Consumer, Links = [new SpanLink(new TraceId(0, 1), 2)] },
            Made.Span(5, 0, "audit", 6000, 6100, trace: 3) with { Kind = SpanKind.Consumer, Peer = "placed" });

        Assert.Equal(NodeKind.Queue, graph.Nodes[graph.IndexOf("placed")].Kind);
        Assert.Equal(4, graph.Edges.Count);
        Assert.NotNull(graph.FindEdge("orders", "placed"));
        Assert.All((string[])["shipping", "billing", "audit"], consumer => Assert.Equal(1, graph.FindEdge("placed", consumer)!.Total.Calls));
        Assert.Equal(5000 - (5000 % 60_000), graph.FindEdge("placed", "shipping")!.Slices[0].StartMs);
    }

    [Fact]
    public void Build_MessageWithoutAQueue_GoesFromProducerToConsumer()
    {
        var graph = Graph(
            Made.Span(2, 0, "orders", 2, 4) with { Kind = SpanKind.Producer },
            Made.Span(3, 2, "shipping", 5, 6) with { Kind = SpanKind.Consumer });

        Assert.NotNull(graph.FindEdge("orders", "shipping"));
    }

    [Fact]
    public void Build_OrphansAndRepeats_AreCountedAndGiveNoEdge()
    {
        var builder = new SpanGraphBuilder();
        builder.Add(Made.Span(1, 0, "web", 0, 100));
        builder.Add(Made.Span(1, 0, "web", 0, 100));
        builder.Add(Made.Span(3, 99, "cart", 10, 20));

        var graph = builder.Build();

        Assert.Empty(graph.Edges);
        Assert.Equal(["web", "cart"], graph.Nodes.Select(node => node.Name));
        Assert.Equal(new SpanReport(3, 1, 1, 1, 0, 0, TimeSpan.Zero), builder.Report);
    }

    [Fact]
    public void Build_SpanWithinTheLateness_FindsItsParent()
    {
        var late = Made.Span(2, 1, "cart", 10, 90);
        var other = Made.Span(1, 0, "web", 59_000, 59_500, trace: 2);

        Assert.Single(Late(late, other).Graph.Edges);
    }

    [Fact]
    public void Build_SpanAfterTheLateness_IsCountedAsLate()
    {
        var late = Made.Span(2, 1, "cart", 10, 90);
        var other = Made.Span(1, 0, "web", 61_000, 61_500, trace: 2);

        (var graph, var report) = Late(late, other);

        Assert.Empty(graph.Edges);
        Assert.Equal((0, 1, 4), (report.Orphans, report.Late, report.Traces));
    }

    [Fact]
    public void Build_SecondFileThatLiesBack_IsNotLate()
    {
        var builder = new SpanGraphBuilder(new SpanGraphOptions { Traces = new TraceOptions { Lateness = TimeSpan.FromSeconds(60) } });
        builder.Add(Made.Span(1, 0, "web", 10_000_000, 10_000_100, trace: 1));
        foreach (ulong id in (ulong[])[1, 2])
        {
            for (ulong trace = 2; trace < 200; trace++)
            {
                builder.Add(Made.Span(id, id - 1, id == 1 ? "web" : "cart", (long)trace * 100, ((long)trace * 100) + 50, trace));
            }
        }

        Assert.Equal(198, builder.Build().Edges[0].Total.Calls);
        Assert.Equal(0, builder.Report.Late);
    }

    [Fact]
    public void Build_TooManyOpenSpans_ClosesTheLongestUntouchedTrace()
    {
        var builder = new SpanGraphBuilder(new SpanGraphOptions { Traces = new TraceOptions { MaximumOpenSpans = 3 } });
        builder.Add(Made.Span(1, 0, "web", 0, 10, trace: 1));
        builder.Add(Made.Span(1, 0, "web", 0, 10, trace: 2));
        builder.Add(Made.Span(2, 1, "cart", 0, 10, trace: 1));
        builder.Add(Made.Span(3, 1, "cart", 0, 10, trace: 1));
        builder.Add(Made.Span(2, 1, "cart", 0, 10, trace: 2));

        Assert.Equal(2, builder.Build().Edges[0].Total.Calls);
        Assert.Equal(1, builder.Report.Late);
    }

    [Fact]
    public void Build_LeafThatNamesAServiceOrADatabase_InfersTheEdge()
    {
        var graph = Graph(
            Made.Span(1, 0, "frontend", 0, 100) with { Operation = "shop.Frontend/Recv" },
            Made.Span(2, 1, "currencyservice", 10, 20) with { Operation = "grpc.shop.CurrencyService/Convert" },
            Made.Span(3, 1, "checkout-service", 30, 90) with { Operation = "shop.CheckoutService/PlaceOrder" },
            Made.Span(4, 3, "checkout-service", 40, 50) with { Operation = "shop.CheckoutService/ConvertCurrency", IsError = true },
            Made.Span(5, 3, "checkout-service", 50, 55) with { Operation = "/shop.CurrencyService/Convert" },
            Made.Span(6, 3, "checkout-service", 55, 60) with { Operation = "SELECT shopdb.orders" },
            Made.Span(7, 3, "checkout-service", 60, 70) with { Operation = "shop.CheckoutService/SumOrders" },
            Made.Span(8, 3, "checkout-service", 70, 80) with { Operation = "users/currency" });

        var inferred = graph.FindEdge("checkout-service", "currencyservice")!;
        Assert.Equal((2, 1, 7.5, false), (inferred.Total.Calls, inferred.Total.Errors, inferred.Total.MeanLatencyMs, inferred.IsObserved));
        Assert.Equal(EdgeSources.OperationNames, inferred.Sources);
        Assert.Equal(NodeKind.Database, graph.Nodes[graph.IndexOf("shopdb")].Kind);
        Assert.Equal(4, graph.Edges.Count);
        Assert.Equal(40, graph.Nodes[graph.IndexOf("checkout-service")].SelfTimeMs);
    }

    [Fact]
    public void Build_InferenceOff_KeepsWhatWasSeen()
    {
        var builder = new SpanGraphBuilder(new SpanGraphOptions { InferFromOperations = false });
        builder.Add(Made.Span(1, 0, "a", 0, 100));
        builder.Add(Made.Span(2, 1, "a", 10, 20) with { Operation = "SELECT db.orders" });

        Assert.Empty(builder.Build().Edges);
        Assert.Equal(100, builder.Build().Nodes[0].SelfTimeMs);
    }

    static (ServiceGraph Graph, SpanReport Report) Late(Span late, Span other)
    {
        var builder = new SpanGraphBuilder(new SpanGraphOptions { Traces = new TraceOptions { Lateness = TimeSpan.FromSeconds(60) } });
        builder.Add(Made.Span(1, 0, "web", 0, 100));
        builder.Add(other);
        builder.Add(other with { Id = 7, Trace = new TraceId(0, 3) });
        builder.Add(late);
        return (builder.Build(), builder.Report);
    }

    static ServiceGraph Graph(params Span[] spans)
    {
        var builder = new SpanGraphBuilder();
        foreach (var span in spans)
        {
            builder.Add(span);
        }

        return builder.Build();
    }
}
