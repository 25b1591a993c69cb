using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Topology;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class AlibabaCallGraphReaderTests
{
    const string Header = ",traceid,timestamp,rpcid,um,rpctype,dm,interface,rt\n";

    [Fact]
    public void Read_RecordsOfBothSides_AreOneCallWithTheCalleesTime()
    {
        var topology = Read("0,t1,61000,0.1,a,rpc,b,i,13\n1,t1,61002,0.1,a,rpc,b,i,-9\n2,t1,61003,0.1.1,b,mc,cache,,0\n3,t1,61004,0.1.2,b,db,orders,,4\n");

        Assert.Equal(["alibaba-call-graph"], topology.Formats);
        Assert.Equal(4, topology.Rows);
        Assert.Equal(3, topology.Graph.Edges.Count);
        var call = topology.Graph.FindEdge("a", "b")!;
        Assert.Equal((1, 9.0, 60_000), (call.Total.Calls, call.Total.MeanLatencyMs, call.Slices[0].StartMs));
        Assert.Equal(EdgeSources.Spans, call.Sources);
        Assert.Equal([NodeKind.Service, NodeKind.Service, NodeKind.Database, NodeKind.Database], Kinds(topology.Graph, "a", "b", "cache", "orders"));
        Assert.Equal(0.0, topology.Graph.FindEdge("b", "cache")!.Total.MeanLatencyMs);
        Assert.Equal((0, 0), (topology.Duplicates, topology.UnplacedCalls));
    }

    [Theory]
    [InlineData("0,t,1,0.1,a,rpc,b,i,1\n1,t,1,0.1,a,rpc,b,i,0\n")]
    [InlineData("0,t,1,0.1,a,rpc,b,i,0\n1,t,1,0.1,a,rpc,b,i,1\n")]
    [InlineData("0,t,1,0.1,a,rpc,b,i,-0\n1,t,1,0.1,a,rpc,b,i,0\n")]
    public void Read_CallBelowAMillisecond_IsStillOneCall(string rows)
    {
        var call = Assert.Single(Read(rows).Graph.Edges);

        Assert.Equal((1, 0.0), (call.Total.Calls, call.Total.MeanLatencyMs));
    }

    [Theory]
    [InlineData("(?)")]
    [InlineData("")]
    [InlineData("NAN")]
    [InlineData("nan")]
    public void Read_LostNames_AreFoundInTheOtherRecordOrTheCallsAround(string lost)
    {
        var topology = Read(
            $"0,t,1,0.1,{lost},rpc,b,i,5\n1,t,1,0.1,a,rpc,{lost},i,-4\n" // by the other side
            + $"2,t,2,0.1.1,{lost},rpc,c,i,3\n" // the caller was called by 0.1
            + $"3,t,3,0.1.2,b,rpc,{lost},i,3\n4,t,3,0.1.2.1,d,db,e,,1\n" // the callee makes 0.1.2.1
            + $"5,t,4,0.2,{lost},http,f,i,3\n6,u,4,0.1.1,{lost},rpc,f,i,3\n7,u,4,0.7,a,rpc,{lost},i,3\n");

        Assert.Equal(["a b", "b c", "b d", "d e"], Pairs(topology.Graph));
        Assert.Equal(3, topology.UnplacedCalls);
    }

    [Fact]
    public void Read_RepeatedRows_CountOnceAndOtherCallsOfTheSameIdForThemselves()
    {
        var topology = Read(
            "0,t,1,0.1,a,rpc,b,i,5\n0,t,1,0.1,a,rpc,b,i,5\n1,t,1,0.1,a,rpc,b,i,-4\n1,t,1,0.1,a,rpc,b,i,-4\n"
            + "2,t,1,0.1,a,rpc,c,i,5\n3,t,1,0.1,a,rpc,c,i,-2\n4,t,9,0.1,a,rpc,b,i,7\n");

        Assert.Equal(2, topology.Duplicates);
        Assert.Equal(2, topology.Graph.FindEdge("a", "b")!.Total.Calls);
        Assert.Equal((1, 2.0), (topology.Graph.FindEdge("a", "c")!.Total.Calls, topology.Graph.FindEdge("a", "c")!.Total.MeanLatencyMs));
    }

    [Fact]
    public void Read_TraceOverTwoFiles_IsOneTrace()
    {
        using var folder = new TemporaryFolder();
        folder.Write("MSCallGraph_0.csv", Header + "0,t,1,0.1,a,rpc,b,i,5\n");
        folder.Write("MSCallGraph_1.csv", "traceid,timestamp,rpc_id,um,dm,rt\nt,200000,0.1,a,b,-4\nt,200000,0.1.1,(?),c,1\n");

        var graph = TopologyCatalog.Read(folder.Path)!.Graph;

        Assert.Equal(["a b", "b c"], Pairs(graph));
        Assert.Equal(1, graph.FindEdge("a", "b")!.Total.Calls);
    }

    [Fact]
    public void Read_TraceThatIsPassedBy_IsClosedByItself()
    {
        var graph = Read(new TopologyOptions { Traces = new TraceOptions { Lateness = TimeSpan.FromSeconds(1) } },
            "0,t,0,0.1,a,rpc,b,i,5\n1,u,5000,0.1,a,rpc,b,i,5\n2,v,9000,0.1,a,rpc,b,i,5\n3,t,9000,0.1.1,(?),rpc,c,i,5\n");

        Assert.Equal(3, graph.Graph.FindEdge("a", "b")!.Total.Calls);
        Assert.Equal(1, graph.UnplacedCalls);
    }

    [Theory]
    [InlineData("0,t,1,0.1,a,rpc,b\n", ":2: 7 columns, expected 9")]
    [InlineData("0,t,now,0.1,a,rpc,b,i,1\n", ":2: column timestamp: \"now\" is not a number")]
    [InlineData("0,t,,0.1,a,rpc,b,i,1\n", ":2: column timestamp: \"\" is not a number")]
    [InlineData("0,t,1,0.1,a,rpc,b,i,fast\n", ":2: column rt: \"fast\" is not a number")]
    [InlineData("0,,1,0.1,a,rpc,b,i,1\n", ":2: the row has no traceid or no rpcid")]
    [InlineData("0,t,1,,a,rpc,b,i,1\n", ":2: the row has no traceid or no rpcid")]
    [InlineData("0,t,1,0.1,\"a,rpc,b,i,1\n", ":2: ")]
    public void Read_BadRow_IsRefusedWithItsLineOrCounted(string row, string expected)
    {
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read(row)).Message, StringComparison.Ordinal);
        var topology = Read(new TopologyOptions { SkipBadRows = true }, row + "1,t,1,0.1,a,rpc,b,i,\n");
        Assert.Equal((1, 1), (topology.Skipped, topology.Graph.Edges.Count));
        Assert.True(double.IsNaN(topology.Graph.Edges[0].Total.MeanLatencyMs));
    }

    static TopologyRecording Read(string rows) => Read(new TopologyOptions(), rows);

    static TopologyRecording Read(TopologyOptions options, string rows)
    {
        using var folder = new TemporaryFolder();
        return TopologyCatalog.Read(folder.Write("MSCallGraph_0.csv", Header + rows), options)!;
    }

    static NodeKind[] Kinds(ServiceGraph graph, params string[] names) => [.. names.Select(name => graph.Nodes[graph.IndexOf(name)].Kind)];

    static IEnumerable<string> Pairs(ServiceGraph graph) =>
        graph.Edges.Select(edge => $"{graph.Nodes[edge.From].Name} {graph.Nodes[edge.To].Name}").Order(StringComparer.Ordinal);
}
