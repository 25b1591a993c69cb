using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Series;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class LongCsvReaderTests
{
    [Fact]
    public void Read_ColumnsInAnyOrder_PartsSeriesIntoEntityAndMetric()
    {
        var recording = ReaderCatalog.Read(Slice.Path("long/services.csv"));

        Assert.Equal("long-csv", recording.Format);
        Assert.Equal(["checkout", "cart"], recording.Entities);
        Assert.Equal(["latency_ms", "errors/s"], recording.Metrics);
        var latency = recording.Series[0];
        Assert.Equal([120.5, 121, 119.25], latency.Values.ToArray());
        Assert.Equal([0, 60_000, 120_000], latency.TimestampsMs.ToArray().Select(time => time - latency.TimestampsMs.Span[0]));
        Assert.Equal(1, recording.Report.MissingValues);
    }

    [Theory]
    [InlineData("series,timestamp,value\ncpu,0,1\nmem,0,2\n", "all:cpu all:mem")]
    [InlineData("host,metric,time,value\nweb,cpu,0,1\nweb,bytes/s,0,2\n", "web:cpu web:bytes/s")]
    [InlineData("unique_id,ds,y\nT1,2024-01-01,1\nT2,2024-01-01,1\n", "all:T1 all:T2")]
    [InlineData("timestamp;service;value\n0;cart;1\n0;web;1\n", "cart:value web:value")]
    [InlineData("metric,timestamp,value\nweb/cpu,0,1\n", "web:cpu")]
    public void Read_Header_SaysWhatNamesTheSeries(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(text).Series.Select(one => $"{one.Entity}:{one.Metric}")));

    [Fact]
    public void Read_DuplicatesAndDisorder_AreRepairedPerSeriesAndCounted()
    {
        var recording = Read("series,timestamp,value\na,60,1\nb,0,5\na,0,2\na,60,3\n");

        Assert.Equal([2.0, 3], recording.Series[0].Values.ToArray());
        Assert.Equal((1, 1), (recording.Report.OutOfOrder, recording.Report.Duplicates));
    }

    [Fact]
    public void Read_EntityAsked_KeepsNothingElse()
    {
        var recording = ReaderCatalog.Read(Slice.Path("long/services.csv"), new ReadOptions { Entities = ["cart"] });

        Assert.Equal(["cart"], recording.Entities);
        Assert.Equal(4, recording.Report.Unselected);
    }

    [Theory]
    [InlineData("a,soon,1", "t.csv:3: column of the timestamp: \"soon\" is not a time")]
    [InlineData("a,60,much", "t.csv:3: column of the value: \"much\" is not a number")]
    [InlineData("a,60", "t.csv:3: 2 columns, expected 3")]
    public void Read_MalformedRow_NamesLineAndBothValues(string row, string message)
    {
        string text = $"series,timestamp,value\na,0,1\n{row}\n";

        Assert.Equal(message, Assert.Throws<DataFormatException>(() => Read(text)).Message);
        Assert.Equal(1, Read(text, new ReadOptions { SkipBadRows = true }).Report.Skipped);
    }

    [Fact]
    public void Read_HeaderOnly_SaysThatThereIsNoRow() =>
        Assert.EndsWith("no row of data.", Assert.Throws<DataFormatException>(() => Read("series,timestamp,value\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NothingOfWhatWasAsked_NamesWhatThereIs()
    {
        var error = Assert.Throws<DataFormatException>(() =>
            ReaderCatalog.Read(Slice.Path("long/services.csv"), new ReadOptions { Entities = ["web*"] }));

        Assert.EndsWith("none of 6 rows is asked for: the entities web* asked for; there is checkout, cart.", error.Message, StringComparison.Ordinal);
    }

    static Recording Read(string text, ReadOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return ReaderCatalog.Read(folder.Write("t.csv", text), options);
    }
}
