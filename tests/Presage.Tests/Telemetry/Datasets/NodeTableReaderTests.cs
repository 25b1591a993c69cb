using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class NodeTableReaderTests
{
    [Fact]
    public void Read_BesideATableOfEdges_SaysWhatItsEndsAre()
    {
        using var folder = new TemporaryFolder();
        folder.Write("graph.csv", "Source,Target\nweb,db\nweb,bus\n");
        folder.Write("nodes.csv", "Kind,Node\nservice,web\nDatabase,db\nqueue,bus\ncache,redis\nexternal,bank\n");

        var read = TopologyCatalog.Read(folder.Path)!;

        Assert.Equal(["call-table", "node-table"], read.Formats);
        Assert.Equal(
            ["web Service", "db Database", "bus Queue", "redis Database", "bank External"],
            read.Graph.Nodes.Select(node => $"{node.Name} {node.Kind}"));
        Assert.Equal(2, read.Graph.Edges.Count);
    }

    [Theory]
    [InlineData("Node,Kind\nweb,service\n,queue\n", "t.csv:3: the node has no name")]
    [InlineData("Node,Kind\nweb,service\ndb,store\n", "t.csv:3: db is of the kind \"store\", expected service, database, cache, queue or external")]
    [InlineData("Node,Kind\nweb,service\ndb,3\n", "t.csv:3: db is of the kind \"3\"")]
    [InlineData("Node,Kind\nweb,service\ndb\n", "t.csv:3: 1 columns, expected 2")]
    public void Read_BadRow_IsRefusedWithItsLineOrCounted(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("t.csv", text);

        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => TopologyCatalog.Read(path)).Message, StringComparison.Ordinal);
        Assert.Equal(1, TopologyCatalog.Read(path, new TopologyOptions { SkipBadRows = true })!.Skipped);
    }

    [Theory]
    [InlineData("name,type\nweb,7\n")]
    [InlineData("node,kind\n")]
    [InlineData("node,kind,more\nweb,service,1\n")]
    public void Recognises_OtherTables_AreLeftAlone(string text) =>
        Assert.False(TopologyCatalog.Recognises(System.Text.Encoding.UTF8.GetBytes(text), "t.csv"));
}
