using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Windows;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class NezhaMetricReaderTests
{
    const string Header = "Time,TimeStamp,PodName,CpuUsage(m),PodServerLatencyP95(s)\n";

    [Fact]
    public void Read_OnePod_IsItsServiceAtTheWrittenTimes()
    {
        var recording = Read(
            ("web-579b9bff58-t2dbm_metric.csv", Header
                + "2022-08-23 11:59:28.41070255 +0000 UTC m=+0.393138826,999,web-579b9bff58-t2dbm,3.5,0.1\n"
                + "2022-08-23 20:00:28.5 +0800 CST m=+60.3,1661256028,web-579b9bff58-t2dbm,,0.2\n"));

        Assert.Equal("nezha-metrics", recording.Format);
        Assert.Equal(["web"], recording.Entities);
        Assert.Equal(["CpuUsage(m)", "PodServerLatencyP95(s)"], recording.Metrics);
        Assert.Equal([1_661_255_968_410, 1_661_256_028_500], recording.Series[0].TimestampsMs.ToArray());
        Assert.Equal([3.5, double.NaN], recording.Series[0].Values.ToArray());
        Assert.Equal("web-579b9bff58-t2dbm", recording.Labels["web"]["pod"]);
    }

    [Fact]
    public void Read_PodsAtTheSameTime_AddAmountsAndAverageTheRest()
    {
        var recording = Read(
            ("a_metric.csv", Header
                + "2022-08-23 12:00:00 +0000 UTC,0,web-579b9bff58-aaaaa,1,0.1\n"
                + "2022-08-23 12:01:00 +0000 UTC,0,web-579b9bff58-t2dbm,1,0.1\n"
                + "2022-08-23 12:02:00 +0000 UTC,0,web-579b9bff58-t2dbm,2,NaN\n"),
            ("b_metric.csv", Header
                + "2022-08-23 12:02:01.5 +0000 UTC,0,web-579b9bff58-9csqn,5,0.3\n"
                + "2022-08-23 12:03:01.5 +0000 UTC,0,web-579b9bff58-9csqn,7,0.5\n"),
            ("c_metric.csv", Header + "2022-08-23 12:04:00 +0000 UTC,0,web-579b9bff58-t2dbm,1,0.1\n"));

        var web = recording.Series.Where(series => series.Entity == "web").ToArray();
        Assert.Equal([1_661_256_060_000, 1_661_256_120_000, 1_661_256_181_500, 1_661_256_240_000], web[0].TimestampsMs.ToArray());
        Assert.Equal([1, 7, 7, 1], web[0].Values.ToArray());
        Assert.Equal([0.1, 0.3, 0.5, 0.1], web[1].Values.ToArray());
        Assert.Equal("web-579b9bff58-t2dbm, web-579b9bff58-9csqn", recording.Labels["web"]["pod"]);
    }

    [Fact]
    public void Read_FilesBesideTheMetrics_AreLeftOutUnlessAskedFor()
    {
        using var folder = new TemporaryFolder();
        folder.Write("web_metric.csv", Header + "2022-08-23 12:00:00 +0000 UTC,0,web,1,0.1\n");
        folder.Write("front_service.csv", "Time,TimeStamp,ServiceName,SuccessRate(%)\n2022-08-23 12:00:00 +0000 UTC,0,Frontend,99\n");
        folder.Write("source_50.csv", "time,timestamp,web_cart,cart_redis-cart\n2022-08-23 12:00:00 +0000 UTC,0,0.5,0.25\n");
        folder.Write("dependency.csv", "Source,Target\nweb,cart\n");

        var metrics = ReaderCatalog.Read(folder.Path);
        var edges = ReaderCatalog.Read(folder.Path, new ReadOptions { Format = "nezha-edges" });
        var front = ReaderCatalog.Read(Path.Combine(folder.Path, "front_service.csv"));
        var both = GraphRecording.Read(folder.Path);

        Assert.Equal(["web"], metrics.Entities);
        Assert.Equal(["dependency.csv", "front_service.csv", "source_50.csv"], metrics.Report.IgnoredFiles);
        Assert.Equal(["web->cart", "cart->redis-cart"], edges.Entities);
        Assert.Equal(["source_50"], edges.Metrics);
        Assert.Equal([0.25], edges.Series[1].Values.ToArray());
        Assert.Equal("Frontend SuccessRate(%)", $"{front.Entities[0]} {front.Metrics[0]}");
        Assert.Equal(["web", "cart"], both.Topology!.Graph.Nodes.Select(node => node.Name));
        Assert.Equal(["web"], both.Graph.Nodes.Select(node => node.Name));
    }

    [Theory]
    [InlineData("2022-08-23 12:00:00 +0000 UTC,0,web,1\n", "web_metric.csv:2: 4 columns, expected 5")]
    [InlineData("yesterday,0,web,1,2\n", "web_metric.csv:2: column Time: \"yesterday\" is not a time")]
    [InlineData("2022-08-23 12:00:00 +0000 UTC,0,,1,2\n", "web_metric.csv:2: the row names no pod")]
    public void Read_BadRow_IsRefusedWithFileAndLine(string row, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read(("web_metric.csv", Header + row))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_ValueThatIsNoNumber_IsInvalidAndMissing()
    {
        var recording = Read(("web_metric.csv", Header + "2022-08-23 12:00:00 +0000 UTC,0,web,ssh30472.46,NaN\n"));

        Assert.All(recording.Series, series => Assert.True(double.IsNaN(series.Values.Span[0])));
        Assert.Equal((1, 1), (recording.Report.InvalidValues, recording.Report.MissingValues));
    }

    [Fact]
    public void Read_LatencyOfNothing_IsMissing()
    {
        var recording = Read(("web_metric.csv", Header + "2022-08-23 12:00:00 +0000 UTC,0,web,0,0\n"));

        Assert.Equal([0], recording.Series[0].Values.ToArray());
        Assert.Equal([double.NaN], recording.Series[1].Values.ToArray());
        Assert.Equal((1, 0), (recording.Report.InvalidValues, recording.Report.MissingValues));
    }

    [Fact]
    public void Read_FolderOfSeveralDays_AsksForOne()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "2022-08-22", "rca_data"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "2022-08-23", "rca_data"));

        Assert.Contains("2022-08-22, 2022-08-23", Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [DataFact("nezha")]
    public void Read_OnlineBoutique_HasTenServicesWithNineteenMetrics()
    {
        var read = GraphRecording.Read(SharedData.Require("nezha/2022-08-23/rca_data/metric"));
        var frame = Grid.Align(read.Recording, new GridOptions { StepMs = 60_000 });

        Assert.Equal((10, 19, 721), (frame.Entities.Count, frame.Metrics.Count, frame.Bins));
        Assert.Equal(frame.Entities, read.Graph.Nodes.Select(node => node.Name));
        Assert.Equal(14, read.Graph.Edges.Count);
    }

    [DataFact("nezha")]
    public void Read_TrainTicketDay_IsFoundFromItsDateFolder()
    {
        var recording = ReaderCatalog.Read(SharedData.Require("nezha/2023-01-29"), new ReadOptions { Metrics = ["PodServerLatencyP95(s)"] });

        Assert.Equal(46, recording.Entities.Count);
        Assert.Equal(0, recording.Report.Duplicates);
    }

    [Fact]
    public void GraphRecording_GraphElsewhere_IsAlignedWithTheSeries()
    {
        using var series = new TemporaryFolder();
        using var graph = new TemporaryFolder();
        string path = series.Write("web_metric.csv", Header + "2022-08-23 12:00:00 +0000 UTC,0,cart,1,0.1\n2022-08-23 12:00:00 +0000 UTC,0,web,1,0.1\n");
        graph.Write("dependency.csv", "Source,Target\nweb,cart\n");

        var read = GraphRecording.Read(path, topology: new TopologyOptions { Path = graph.Path });

        Assert.Equal([(1, 0)], read.Graph.Edges.Select(edge => (edge.From, edge.To)));
        Assert.Contains(
            "holds no graph",
            Assert.Throws<DataFormatException>(() => GraphRecording.Read(path, topology: new TopologyOptions { Path = series.Path })).Message,
            StringComparison.Ordinal);
    }

    [DataFact("trastrainer")]
    public void GraphRecording_TrainTicketOfTraStrainer_TakesTheGraphOfNezhasTraces()
    {
        var read = GraphRecording.Read(
            SharedData.Require("trastrainer/train_ticket"),
            new ReadOptions { Metrics = ["PodWorkload(Ops)"] },
            new TopologyOptions { Path = SharedData.Require("nezha/2023-01-29/construct_data/trace") });

        Assert.Equal(46, read.Recording.Entities.Count);
        Assert.Equal(46, read.Graph.Nodes.Count);
        Assert.NotNull(read.Graph.FindEdge("ts-travel-service", "ts-basic-service"));
    }

    [DataFact("trastrainer")]
    public void Read_TraStrainerDays_MergeTheirPods()
    {
        var read = GraphRecording.Read(SharedData.Require("trastrainer/hipster/warm_up"));

        Assert.Equal((10, 19), (read.Recording.Entities.Count, read.Recording.Metrics.Count));
        Assert.Equal(1, read.Recording.Report.InvalidValues);
        Assert.Equal(14, read.Graph.Edges.Count);
        Assert.NotNull(read.Topology!.Graph.FindEdge("cartservice", "redis-cart"));
    }

    static Presage.Telemetry.Series.Recording Read(params (string Name, string Text)[] files)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in files)
        {
            folder.Write(name, text);
        }

        return ReaderCatalog.Read(files.Length == 1 ? Path.Combine(folder.Path, files[0].Name) : folder.Path);
    }
}
