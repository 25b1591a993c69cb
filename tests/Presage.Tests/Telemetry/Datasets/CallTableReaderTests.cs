using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Topology;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class CallTableReaderTests
{
    [Fact]
    public void Read_DependencyTable_HasItsEdgesAndTellsHostsApart()
    {
        var topology = Read("Source,Target,Weight\ncheckout,cart,1\nfrontend,checkout,3.5\ncart,33.33.33.80,1\nloadgenerator,frontend,0\n");

        Assert.Equal(["call-table"], topology.Formats);
        Assert.Equal(["checkout", "cart", "frontend", "33.33.33.80", "loadgenerator"], topology.Graph.Nodes.Select(node => node.Name));
        Assert.Equal(NodeKind.External, topology.Graph.Nodes[3].Kind);
        Assert.Equal(3.5f, topology.Graph.FindEdge("frontend", "checkout")!.Weight);
        Assert.Null(topology.Graph.FindEdge("loadgenerator", "frontend"));
        Assert.All(topology.Graph.Edges, edge => Assert.True(edge is { HoldsAlways: true, Sources: EdgeSources.CallTable }));
    }

    [Fact]
    public void Read_RepeatedEdgesAndSelfCalls_AreNormal()
    {
        var graph = Read("caller;callee\na;b\na;b\nb;b\n").Graph;

        Assert.Equal([(0, 1), (1, 1)], graph.Edges.Select(edge => (edge.From, edge.To)));
    }

    [Theory]
    [InlineData("Source,Target,Weight\na,b\n", ":2: 2 columns, expected 3")]
    [InlineData("Source,Target,Weight\na,b,1\na,c,many\n", ":3: column of the weight: \"many\" is not a number")]
    [InlineData("Source,Target,Weight\na,b,NaN\n", ":2: column of the weight: \"NaN\" is not a number")]
    [InlineData("Source,Target\na,\n", ":2: an edge from \"a\" to \"\" lacks an end")]
    public void Read_BadRow_IsRefusedWithItsLine(string text, string expected)
    {
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read(text)).Message, StringComparison.Ordinal);
        Assert.Equal(1, Read(text, new TopologyOptions { SkipBadRows = true }).Skipped);
    }

    [Fact]
    public void Read_FileWithoutAGraph_SaysWhatItBeginsWith()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("load.csv", "time,cpu\n2024-01-01,5\n");

        var error = Assert.Throws<DataFormatException>(() => TopologyCatalog.Read(path));

        Assert.Contains("call-table", error.Message, StringComparison.Ordinal);
        Assert.Contains("time,cpu", error.Message, StringComparison.Ordinal);
        Assert.Null(TopologyCatalog.Read(folder.Path));
    }

    [Fact]
    public void Read_GraphAskedForSeries_SaysThatItIsAGraph()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("dependency.csv", "Source,Target\na,b\n");

        Assert.Contains("graph", Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(path)).Message, StringComparison.Ordinal);
    }

    [DataFact("nezha")]
    public void Read_NezhaDependency_HasFourteenCallsBetweenServices()
    {
        var graph = TopologyCatalog.Read(SharedData.Require("nezha/2022-08-23/rca_data/metric"))!.Graph;

        Assert.Equal(26, graph.Edges.Count);
        Assert.Equal(14, graph.Only(NodeKind.Service).Edges.Count);
        Assert.Equal(1, graph.FindEdge("checkoutservice", "currencyservice")!.Weight);
    }

    static TopologyRecording Read(string text, TopologyOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return TopologyCatalog.Read(folder.Write("dependency.csv", text), options)!;
    }
}
