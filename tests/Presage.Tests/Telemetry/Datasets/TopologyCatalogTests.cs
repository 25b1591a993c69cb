using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Tests.Fixtures;
using Presage.Tests.Repository;

namespace Presage.Tests.Telemetry.Datasets;

public class TopologyCatalogTests
{
    [Fact]
    public void Formats_EachOne_HasAPage()
    {
        string pages = string.Concat(Directory.EnumerateFiles(SourceTree.Absolute("docs/formats"), "*.md").Select(File.ReadAllText));

        Assert.All(TopologyCatalog.Formats, one =>
            Assert.True(pages.Contains($"`{one.Format}`", StringComparison.Ordinal) || pages.Contains($"## {one.Format}", StringComparison.Ordinal), one.Format));
    }

    [Fact]
    public void Read_NamedFileWithoutAGraph_SaysWhatItBeginsWith()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("cpu.csv", "time,value\n1,2\n");

        string message = Assert.Throws<DataFormatException>(() => TopologyCatalog.Read(path)).Message;

        Assert.Contains("\"time,value\"", message, StringComparison.Ordinal);
        Assert.All(TopologyCatalog.Formats, one => Assert.Contains(one.Format, message, StringComparison.Ordinal));
        Assert.Null(TopologyCatalog.Read(folder.Path));
    }

    [Fact]
    public void Read_SeveralFormatsInAFolder_AreOneGraph()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "Source,Target\nweb,cart\n");
        folder.Write("b.csv", "traceid,timestamp,rpcid,um,dm,rt\nt,60000,0.1,cart,redis,1\nt,60000,0.2,web,cart,2\n");

        var topology = TopologyCatalog.Read(folder.Path)!;

        Assert.Equal(["call-table", "alibaba-call-graph"], topology.Formats);
        Assert.Equal(["web", "cart", "redis"], topology.Graph.Nodes.Select(node => node.Name));
        Assert.Equal((true, 1L), (topology.Graph.FindEdge("web", "cart")!.HoldsAlways, topology.Graph.FindEdge("web", "cart")!.Total.Calls));
    }
}
