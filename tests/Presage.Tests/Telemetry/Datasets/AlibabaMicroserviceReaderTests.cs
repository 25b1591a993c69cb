using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Series;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class AlibabaMicroserviceReaderTests
{
    const string Resource = "timestamp,msname,msinstanceid,nodeid,cpu_utilization,memory_utilization\n";
    const string Rates = ",timestamp,msname,msinstanceid,metric,value\n";

    [Fact]
    public void Read_Resource_AveragesContainersOfAService()
    {
        var recording = ReaderCatalog.Read(Slice.Path("alibaba2021/MSResource_0.csv"));

        Assert.Equal(["99f2e7b501f50db9b4089242a5d3e1ab"], recording.Entities);
        Assert.Equal(["cpu_utilization", "memory_utilization"], recording.Metrics);
        Assert.False(recording.HasCalendar);
        Assert.Equal([0, 60_000], recording.Series[0].TimestampsMs.ToArray());
        Assert.Equal(0.3, recording.Series[0].Values.Span[1], 12);
        Assert.Equal([0.6126489639282227, 0.61], recording.Series[1].Values.ToArray());
    }

    [Fact]
    public void Read_Rates_AddsCallsAndAveragesResponseTimes()
    {
        var recording = Read(("MSRTQps_0.csv", Rates
            + "0,0,a,a1,providerRPC_MCR,10\n1,0,a,a2,providerRPC_MCR,5\n2,0,a,a1,providerRPC_RT,2\n3,0,a,a2,providerRPC_RT,4\n"
            + "4,60000,a,a2,providerRPC_MCR,6\n5,0,b,b1,HTTP_MCR,1\n"));

        Assert.Equal([15, 6], Values(recording, "a", "providerRPC_MCR"));
        Assert.Equal([3], Values(recording, "a", "providerRPC_RT"));
        Assert.Equal([1], Values(recording, "b", "HTTP_MCR"));
    }

    [Fact]
    public void GraphRecording_FolderOfTheTrace_HasBothTablesAndTheCalls()
    {
        using var folder = new TemporaryFolder();
        foreach (string table in (string[])["MSResource", "MSRTQps", "MSCallGraph", "node"])
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, table));
        }

        folder.Write("MSResource/MSResource_0.csv", Resource + "0,a,a1,n,0.1,0.2\n0,b,b1,n,0.3,0.4\n");
        folder.Write("MSRTQps/MSRTQps_0.tar.gz", TemporaryFolder.Gzip(TemporaryFolder.Tar(("MSRTQps_0.csv", System.Text.Encoding.UTF8.GetBytes(Rates + "0,0,a,a1,HTTP_MCR,7\n")))));
        folder.Write("MSCallGraph/MSCallGraph_0.csv", "traceid,timestamp,rpcid,um,rpctype,dm,interface,rt\nt,1,0.1,a,rpc,b,i,3\n");
        folder.Write("node/Node_0.csv", "timestamp,nodeid,cpu_utilization,memory_utilization\n0,n,0.5,0.5\n");

        var read = GraphRecording.Read(folder.Path);

        Assert.Equal(["a", "b"], read.Recording.Entities);
        Assert.Equal(["HTTP_MCR", "cpu_utilization", "memory_utilization"], read.Recording.Metrics.Order(StringComparer.Ordinal));
        Assert.Equal([(0, 1)], read.Graph.Edges.Select(edge => (edge.From, edge.To)));
    }

    [Fact]
    public void Read_Selection_KeepsWhatIsAskedFor()
    {
        string rows = Resource + "0,a,a1,n,0.1,0.2\n0,b,b1,n,0.3,0.4\n60000,a,a1,n,0.5,0.6\n";

        var recording = Read(new ReadOptions { Entities = ["a"], Metrics = ["cpu*"], FromMs = 1 }, ("r.csv", rows));

        Assert.Equal([0.5], Assert.Single(recording.Series).Values.ToArray());
        Assert.Contains("disk", Assert.Throws<DataFormatException>(() => Read(new ReadOptions { Metrics = ["disk"] }, ("r.csv", rows))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Resource, "0,a,a1,n,0.1\n", ":2: 5 columns, expected 6")]
    [InlineData(Resource, "noon,a,a1,n,0.1,0.2\n", ":2: column timestamp: \"noon\" is not a number")]
    [InlineData(Resource, "-60000,a,a1,n,0.1,0.2\n", ":2: column timestamp: \"-60000\" is not a number")]
    [InlineData(Resource, "0,a,a1,n,0.1,half\n", ":2: column memory_utilization: \"half\" is not a number")]
    [InlineData(Resource, "0,,a1,n,0.1,0.2\n", ":2: the row names no microservice, container or metric")]
    [InlineData(Resource, "0,NAN,a1,n,0.1,0.2\n", ":2: the row names no microservice, container or metric")]
    [InlineData(Rates, "0,0,a,a1,,1\n", ":2: the row names no microservice, container or metric")]
    [InlineData(Rates, "0,0,a,a1,HTTP_RT,slow\n", ":2: column value: \"slow\" is not a number")]
    public void Read_BadRow_IsRefusedWithItsLineOrCounted(string header, string row, string expected)
    {
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read(("t.csv", header + row))).Message, StringComparison.Ordinal);
        string good = header == Rates ? "1,0,a,a1,HTTP_RT,5\n" : "0,a,a1,n,0.1,0.2\n";
        Assert.Equal(1, Read(new ReadOptions { SkipBadRows = true }, ("t.csv", header + row + good)).Report.Skipped);
    }

    [Fact]
    public void Read_RepeatedAndUnorderedRows_AreCountedAndSorted()
    {
        var recording = Read(("t.csv", Resource + "60000,a,a1,n,0.1,0.2\n0,a,a1,n,0.3,NaN\n0,a,a1,n,0.4,\n"));

        Assert.Equal((1, 1), (recording.Report.Duplicates, recording.Report.OutOfOrder));
        Assert.Equal([0.4, 0.1], recording.Series[0].Values.ToArray());
    }

    static double[] Values(Recording recording, string entity, string metric) =>
        recording.Series.Single(series => series.Entity == entity && series.Metric == metric).Values.ToArray();

    static Recording Read(params (string Name, string Text)[] files) => Read(new ReadOptions(), files);

    static Recording Read(ReadOptions options, params (string Name, string Text)[] files)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in files)
        {
            folder.Write(name, text);
        }

        return ReaderCatalog.Read(folder.Path, options);
    }
}
