using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Windows;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class LosLoopReaderTests
{
    const string Speeds = "773869,767541,767542\n64.375,67.625,67.125\n62.6666667,68.5555556,65.4444444\n";
    const string Ids = "773869,767541,767542";

    [Fact]
    public void Read_Speeds_AreFiveMinutesApartFromFirstMarch()
    {
        using var folder = new TemporaryFolder();
        var recording = ReaderCatalog.Read(folder.Write("los_speed.csv", Speeds));

        Assert.Equal("los-loop", recording.Format);
        Assert.True(recording.HasCalendar);
        Assert.Equal(["773869", "767541", "767542"], recording.Entities);
        Assert.Equal(["speed"], recording.Metrics);
        Assert.Equal([1_330_560_000_000, 1_330_560_300_000], recording.Series[1].TimestampsMs.ToArray());
        Assert.Equal([67.625, 68.5555556], recording.Series[1].Values.ToArray());
    }

    [Fact]
    public void GraphRecording_Folder_HasSpeedsAndTheMatrixInOneCall()
    {
        using var folder = new TemporaryFolder();
        folder.Write("los_speed.csv.gz", TemporaryFolder.Gzip(System.Text.Encoding.UTF8.GetBytes(Speeds)));
        folder.Write("los_adj.csv", "1,0.5,0\n0.5,1,0\n0,0.25,1\n");
        folder.Write("graph_sensor_locations.csv", "index,sensor_id,latitude,longitude\n0,773869,34.15497,-118.31829\n");

        var read = GraphRecording.Read(folder.Path);

        Assert.Equal(read.Recording.Entities, read.Graph.Nodes.Select(node => node.Name));
        Assert.Equal([1, 0.5f, 0, 0.5f, 1, 0, 0, 0.25f, 1], read.Graph.UnionAdjacency().ToDense());
        Assert.Equal("34.15497", read.Recording.Labels["773869"]["latitude"]);
    }

    [Fact]
    public void GraphRecording_SomeDetectors_TakeTheirNamesFromTheListBeside()
    {
        using var folder = new TemporaryFolder();
        folder.Write("los_speed.csv", Speeds);
        folder.Write("los_adj.csv", "1,0.5,0\n0.5,1,0\n0,0.25,1\n");
        folder.Write("graph_sensor_ids.txt", Ids);

        var read = GraphRecording.Read(folder.Path, new ReadOptions { Entities = ["767542", "767541"] });

        Assert.Equal(["767541", "767542"], read.Recording.Entities);
        Assert.Equal([1, 0, 0.25f, 1], read.Graph.UnionAdjacency().ToDense());
    }

    [Fact]
    public void Read_RowOfOtherLength_IsRefusedWithItsLine()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("los_speed.csv", Speeds + "1,2\n");

        Assert.Contains("los_speed.csv:4: 2 columns, expected 3", Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(path)).Message, StringComparison.Ordinal);
    }

    [DataFact("los_loop")]
    public void GraphRecording_RealData_Has207DetectorsAnd2016Rows()
    {
        var read = GraphRecording.Read(SharedData.Require("los_loop"));
        var frame = Grid.Align(read.Recording, new GridOptions());

        Assert.Equal((207, 1, 2016, 300_000L), (frame.Entities.Count, frame.Metrics.Count, frame.Bins, frame.StepMs));
        Assert.Equal(frame.Entities, read.Graph.Nodes.Select(node => node.Name));
        var dense = read.Graph.UnionAdjacency().ToDense();
        Assert.Equal(0.260935932f, dense[13]);
        Assert.All(Enumerable.Range(0, 207), node => Assert.Equal(1, dense[node * 208]));
        Assert.Equal(64.375f, frame.Values(0, 0)[0]);
        Assert.Equal(207, read.Recording.Labels.Count);
    }
}
