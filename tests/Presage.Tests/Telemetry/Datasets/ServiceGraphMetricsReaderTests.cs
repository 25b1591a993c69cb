using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Topology;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class ServiceGraphMetricsReaderTests
{
    const string Total = "traces_service_graph_request_total";

    [Fact]
    public void Read_Counters_GiveCallsErrorsAndLatencyASlice()
    {
        var topology = Read(Matrix(
            Series(Total, "web", "cart", "", (60, 10), (120, 40), (180, 40), (240, 45)),
            Series("traces_service_graph_request_failed_total", "web", "cart", "", (60, 0), (120, 3), (180, 3), (240, 3)),
            Series("traces_service_graph_request_server_seconds_sum", "web", "cart", "", (60, 1), (120, 2.5), (180, 2.5), (240, 2.5)),
            Series("traces_service_graph_request_server_seconds_count", "web", "cart", "", (60, 10), (120, 40), (180, 40), (240, 40)),
            Series("traces_service_graph_request_client_seconds_sum", "web", "cart", "", (60, 1), (120, 99))));

        var edge = Assert.Single(topology.Graph.Edges);
        Assert.Equal((35, 3, 50.0), (edge.Total.Calls, edge.Total.Errors, edge.Total.MeanLatencyMs));
        Assert.Equal([60_000, 180_000], edge.Slices.Select(slice => slice.StartMs));
        Assert.Equal((EdgeSources.ServiceGraphMetrics, true, false), (edge.Sources, edge.IsObserved, edge.HoldsAlways));
        Assert.Equal(["service-graph-metrics"], topology.Formats);
    }

    [Fact]
    public void Read_CounterThatWasSetBack_CountsFromZero()
    {
        var edge = Read(Matrix(Series(Total, "web", "cart", "", (0, 100), (60, 110), (120, 4), (180, double.NaN), (240, 6)))).Graph.Edges[0];

        Assert.Equal(10 + 4 + 2, edge.Total.Calls);
    }

    [Fact]
    public void Read_SeriesOfOneEdge_AreAddedUpAndKindsKept()
    {
        var graph = Read(Matrix(
            Series(Total, "web", "cart", "", (0, 0), (60, 1)),
            Series(Total, "web", "cart", "\"cluster\":\"b\",", (0, 0), (60, 2)),
            Series(Total, "cart", "redis", "\"connection_type\":\"database\",", (0, 0), (60, 2)),
            Series(Total, "user", "web", "\"connection_type\":\"virtual_node\",", (0, 0), (60, 2)),
            Series(Total, "web", "idle", "", (0, 7), (60, 7)))).Graph;

        Assert.Equal(3, graph.FindEdge("web", "cart")!.Total.Calls);
        Assert.Equal(NodeKind.Database, graph.Nodes[graph.IndexOf("redis")].Kind);
        Assert.Equal(NodeKind.External, graph.Nodes[graph.IndexOf("user")].Kind);
        Assert.Null(graph.FindEdge("web", "idle"));
        Assert.NotEqual(-1, graph.IndexOf("idle"));
    }

    [Fact]
    public void Read_OneSample_IsAnEdgeWithoutTimes()
    {
        var graph = Read("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
            + "{\"metric\":{\"__name__\":\"" + Total + "\",\"client\":\"web\",\"server\":\"cart\"},\"value\":[1700000000,\"12\"]},"
            + "{\"metric\":{\"__name__\":\"" + Total + "\",\"client\":\"web\",\"server\":\"old\"},\"value\":[1700000000,\"0\"]}]}}").Graph;

        Assert.True(Assert.Single(graph.Edges).HoldsAlways);
    }

    [Theory]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"traces_service_graph_request_total\",\"client\":\"web\"},\"values\":[]}]}}", "names no client and server")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"traces_service_graph_request_total\",\"client\":\"web\",\"server\":\"\"},\"values\":[]}]}}", "names no client and server")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"traces_service_graph_request_total\"},\"values\":[[1,\"x\"]]}]}}", "\"x\" is not a number")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"traces_service_graph_request_total\"}", "edges.json:1: not JSON")]
    public void Read_Dirt_IsRefused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_BesidePrometheusSeries_IsTheGraphAndNotASeries()
    {
        using var folder = new TemporaryFolder();
        folder.Write("edges.json", Matrix(Series(Total, "web", "cart", "", (0, 0), (60, 1))));
        folder.Write("cpu.json", Matrix("{\"metric\":{\"__name__\":\"cpu\",\"service\":\"web\"},\"values\":[[0,\"1\"],[60,\"2\"]]}"));

        var read = GraphRecording.Read(folder.Path);

        Assert.Equal(["web"], read.Recording.Entities);
        Assert.Equal(["edges.json"], read.Recording.Report.IgnoredFiles);
        Assert.Single(read.Topology!.Graph.Edges);
    }

    static TopologyRecording Read(string text)
    {
        using var folder = new TemporaryFolder();
        return TopologyCatalog.Read(folder.Write("edges.json", text))!;
    }

    static string Matrix(params string[] series) =>
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" + string.Join(',', series) + "]}}";

    static string Series(string name, string client, string server, string labels, params (int Seconds, double Value)[] samples) =>
        FormattableString.Invariant($"{{\"metric\":{{\"__name__\":\"{name}\",{labels}\"client\":\"{client}\",\"server\":\"{server}\"}},\"values\":[")
        + string.Join(',', samples.Select(sample => FormattableString.Invariant($"[{sample.Seconds},\"{sample.Value}\"]"))) + "]}";
}
