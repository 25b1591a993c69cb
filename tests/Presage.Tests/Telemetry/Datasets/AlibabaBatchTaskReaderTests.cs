using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Topology;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class AlibabaBatchTaskReaderTests
{
    // Job A of the trace's own description, a job without order, and a task tried again.
    const string Rows =
        "M1,1,j_1,1,Terminated,100,110,100,0.5\nM2_1,1,j_1,1,Terminated,110,120,100,0.5\nM3_1,4,j_1,1,Terminated,115,120,100,0.5\n"
        + "task_Nzg3,1,j_2,1,Terminated,90,95,50,0.1\nR4_2,1,j_1,1,Failed,3720,3730,100,0.5\nM5_3_4,1,j_1,1,Waiting,,,100,0.5\n"
        + "R4_2,1,j_1,1,Terminated,3721,3731,100,0.5\nR7_6,1,j_2,1,Terminated,1,2,1,1\n";

    [Fact]
    public void Read_JobOfTheDescription_HasItsDependencies()
    {
        var topology = Read(Rows);

        Assert.Equal(["alibaba2018-batch-task"], topology.Formats);
        Assert.Equal(8, topology.Rows);
        Assert.Equal(["j_1/M1", "j_1/M2_1", "j_1/M3_1", "j_1/R4_2", "j_1/M5_3_4", "j_2/task_Nzg3", "j_2/R7_6"], topology.Graph.Nodes.Select(node => node.Name));
        Assert.Equal([(1, 0), (2, 0), (3, 1), (4, 2), (4, 3)], topology.Graph.Edges.Select(edge => (edge.From, edge.To)));
        Assert.All(topology.Graph.Edges, edge => Assert.Equal((EdgeSources.TaskNames, true), (edge.Sources, edge.IsObserved)));
        Assert.Equal(3, GraphStatistics.Of(topology.Graph).Depth);
    }

    [Fact]
    public void Read_StartTimes_PlaceTheDependencies()
    {
        var graph = Read(Rows).Graph;

        var edge = graph.FindEdge("j_1/R4_2", "j_1/M2_1")!;
        Assert.Equal((2, 1, 3_720_000), (edge.Total.Calls, edge.Total.Errors, edge.Slices[0].StartMs));
        Assert.True(graph.FindEdge("j_1/M5_3_4", "j_1/M3_1")!.HoldsAlways);
        Assert.Equal([(1, 0), (2, 0), (4, 2), (4, 3)], graph.Adjacency(60_000, 180_000).Entries.Select(entry => (entry.From, entry.To)));
    }

    [Fact]
    public void Read_Jobs_AreSelectedByName()
    {
        var graph = Read(Rows, new TopologyOptions { Jobs = ["*_2"] }).Graph;

        Assert.Equal(["j_2/task_Nzg3", "j_2/R7_6"], graph.Nodes.Select(node => node.Name));
        Assert.Empty(graph.Edges);
    }

    [Theory]
    [InlineData("M2_1,1,j_1,1,Terminated\n", ":9: 5 columns, expected 9")]
    [InlineData("M2_1,1,j_1,1,Terminated,early,120,100,0.5\n", ":9: column start_time: \"early\" is not a number")]
    [InlineData("M2_1,1,j_1,1,Terminated,-3,120,100,0.5\n", ":9: column start_time: \"-3\" is not a number")]
    [InlineData(",1,j_1,1,Terminated,110,120,100,0.5\n", ":9: the row names no task or no job")]
    [InlineData("M2_1,1,,1,Terminated,110,120,100,0.5\n", ":9: the row names no task or no job")]
    public void Read_BadRow_IsRefusedWithItsLine(string row, string expected)
    {
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read(Rows + row)).Message, StringComparison.Ordinal);
        Assert.Equal((8, 1), (Read(Rows + row, new TopologyOptions { SkipBadRows = true }).Rows, Read(Rows + row, new TopologyOptions { SkipBadRows = true }).Skipped));
    }

    static TopologyRecording Read(string text, TopologyOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return TopologyCatalog.Read(folder.Write("batch_task.csv", text), options)!;
    }
}
