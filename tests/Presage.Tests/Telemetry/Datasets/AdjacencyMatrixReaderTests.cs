using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class AdjacencyMatrixReaderTests
{
    [Fact]
    public void Read_NumbersAlone_AreNamedByTheirPlace()
    {
        var graph = Read("adj.csv", "1,0,0.25\n0,0,0\n0,-1,0\n").Graph;

        Assert.Equal(["0", "1", "2"], graph.Nodes.Select(node => node.Name));
        Assert.Equal([1, 0, 0.25f, 0, 0, 0, 0, -1, 0], graph.UnionAdjacency().ToDense());
    }

    [Fact]
    public void Read_NamesInFirstRowAndColumn_NameTheNodes()
    {
        var graph = Read("calls.csv", ",web,cart,db\nweb,0,1,0\ncart,0,0,1\ndb,0,,0\n").Graph;

        Assert.Equal(["web", "cart", "db"], graph.Nodes.Select(node => node.Name));
        Assert.Equal([0, 1, 0, 0, 0, 1, 0, 0, 0], graph.UnionAdjacency().ToDense());
    }

    [Fact]
    public void Read_NamesGiven_NameTheRows()
    {
        var graph = Read("adj.csv", "0,1\n0,0\n", new TopologyOptions { Nodes = ["x", "y"] }).Graph;

        Assert.NotNull(graph.FindEdge("x", "y"));
    }

    [Fact]
    public void Read_OneNode_IsAGraph() => Assert.Equal([1f], Read("adj.csv", "1\n").Graph.UnionAdjacency().ToDense());

    [Theory]
    [InlineData("0,1\n0\n", "adj.csv:2: 1 columns, expected 2")]
    [InlineData("0,1\n", "1 rows, 2 columns")]
    [InlineData("0,1\n0,0\n0,0\n", "adj.csv:3: row 3 of a matrix with 2 columns")]
    [InlineData("0,1\nx,0\n", "adj.csv:2: column 0: \"x\" is not a number")]
    [InlineData("0,1\nnan,0\n", "adj.csv:2: column 0: \"nan\" is not a number")]
    public void Read_BadMatrix_IsRefusedWithBothValues(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read("adj.csv", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NamesThatDoNotFit_AreRefused()
    {
        var error = Assert.Throws<DataFormatException>(() => Read("adj.csv", "0,1\n0,0\n", new TopologyOptions { Nodes = ["x", "y", "z"] }));

        Assert.Contains("2 nodes, but 3 names", error.Message, StringComparison.Ordinal);
    }

    static TopologyRecording Read(string name, string text, TopologyOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return TopologyCatalog.Read(folder.Write(name, text), options)!;
    }
}
