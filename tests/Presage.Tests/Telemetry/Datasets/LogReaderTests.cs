using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Logs;
using Presage.Telemetry.Topology;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class LogReaderTests
{
    const string Header = "Timestamp,TimeUnixNano,Node,PodName,Container,TraceID,SpanID,Log\n";

    // As Nezha has them: a container's line in JSON, quotes doubled for the table, and a structured line in JSON once more.
    const string Plain =
        "2023-01-29T14:50:27.437262323Z,1675003827437262323,33.33.33.76,ts-order-service-5b67c48447-mv5hb,server,f8834be23c11a750cffa657cf93e4d3e,a60ff295cc8cb701,"
        + "\"{\"\"log\"\":\"\"22:50:27.436 WARN  o.s.OrderServiceImpl#365 TraceID: f8 [Get, \\\"\"by\\\"\" id]\\n\"\",\"\"stream\"\":\"\"stdout\"\",\"\"time\"\":\"\"2023-01-29T14:50:27.437262323Z\"\"}\"\n";

    const string Structured =
        "2022-08-23T13:28:19.49401478Z,1661261299494014780,33.33.33.155,productcatalogservice-668d5f85fb-jhwx9,server,0200bdc70f6f1617d57ca905bafceea2,f8805773ecb2131c,"
        + "\"{\"\"log\"\":\"\"{\\\"\"message\\\"\":\\\"\"List products end\\\"\",\\\"\"severity\\\"\":\\\"\"info\\\"\",\\\"\"timestamp\\\"\":\\\"\"x\\\"\"}\\n\"\",\"\"stream\"\":\"\"stdout\"\",\"\"time\"\":\"\"y\"\"}\"\n";

    [Fact]
    public void Read_LineInAContainersEnvelope_IsItsMessageWithTheLevelOfItsFirstWords()
    {
        var record = Assert.Single(Read(Header + Plain).Records);

        Assert.Equal(1675003827437262323, record.TimeNs);
        Assert.Equal(("ts-order-service", "ts-order-service-5b67c48447-mv5hb", "33.33.33.76"), (record.Service, record.Pod, record.Host));
        Assert.Equal(new TraceId(0xf8834be23c11a750, 0xcffa657cf93e4d3e), record.Trace);
        Assert.Equal(0xa60ff295cc8cb701, record.SpanId);
        Assert.Equal(LogSeverity.Warning, record.Severity);
        Assert.Equal("22:50:27.436 WARN  o.s.OrderServiceImpl#365 TraceID: f8 [Get, \"by\" id]", record.Message);
        Assert.Null(record.Template);
    }

    [Fact]
    public void Read_StructuredLineInAnEnvelope_IsTheMessageInside()
    {
        var record = Assert.Single(Read(Header + Structured).Records);

        Assert.Equal(("List products end", LogSeverity.Info), (record.Message, record.Severity));
    }

    [Fact]
    public void Read_OwnColumns_GiveSeverityAndTemplate()
    {
        var (records, _) = Read("TimeUnixNano,ServiceName,TraceID,SpanID,Log,Severity,TemplateID\n"
            + "5,api-2,,,\"full: \"\"a\"\", b\",error,17\n6,api-2,null,0000000000000000,panic,,\n");

        Assert.Equal(("full: \"a\", b", LogSeverity.Error, 17), (records[0].Message, records[0].Severity, records[0].Template));
        Assert.Equal(("panic", LogSeverity.Unspecified, null), (records[1].Message, records[1].Severity, records[1].Template));
        Assert.All(records, record => Assert.Equal((default, 0UL, ""), (record.Trace, record.SpanId, record.Host)));
    }

    [Theory]
    [InlineData("18:05:38.423 INFO  u.c.UserController#48 x", LogSeverity.Info)]
    [InlineData("2024-01-01 10:00:00,123 [main] ERROR com.acme x", LogSeverity.Error)]
    [InlineData("DEBUG:root:x", LogSeverity.Debug)]
    [InlineData("[FATAL] x", LogSeverity.Fatal)]
    [InlineData("received ERROR from peer", LogSeverity.Unspecified)]
    [InlineData("error", LogSeverity.Unspecified)]
    [InlineData("{not json", LogSeverity.Unspecified)]
    [InlineData("", LogSeverity.Unspecified)]
    public void Read_MessageWithoutSeverity_IsJudgedByItsFirstWordsAlone(string message, LogSeverity expected)
    {
        var record = Assert.Single(Read($"{Header},7,,pod,,,,\"{message}\"\n").Records);

        Assert.Equal((message, expected), (record.Message, record.Severity));
    }

    [Theory]
    [InlineData("{\"\"log\"\":\"\"INFO a\"\"}:\"\"2023\"\"", "{\"log\":\"INFO a\"}:\"2023\"")]
    [InlineData("{\"\"a\"\":1}", "{\"a\":1}")]
    [InlineData("{\"\"log\"\":7}", "{\"log\":7}")]
    [InlineData("{\"\"log\"\":\"\"\\ud800\"\"}", "{\"log\":\"\\ud800\"}")]
    [InlineData("[\"\"log\"\"]", "[\"log\"]")]
    public void Read_WhatIsNoEnvelope_StaysAsItIs(string field, string expected) =>
        Assert.Equal(expected, Assert.Single(Read($"{Header},7,,pod,,,,\"{field}\"\n").Records).Message);

    [Theory]
    [InlineData("a,b,c\n", "t.csv:2: 3 columns, expected 8")]
    [InlineData(",soon,n,p,c,1,2,x\n", "t.csv:2: column TimeUnixNano: \"soon\" is not a number")]
    [InlineData(",,n,p,c,1,2,x\n", "t.csv:2: column TimeUnixNano: \"\" is not a number")]
    [InlineData(",5,n,,c,1,2,x\n", "t.csv:2: the record has no pod")]
    [InlineData(",5,n,p,c,1,2,\"x\n", "t.csv:2: a quote is not closed, or something follows it: ,5,n,p,c,1,2,\"x")]
    [InlineData(",5,n,p,c,1,2,\"x\"y\n", "t.csv:2: a quote is not closed, or something follows it")]
    public void Read_BadRow_IsRefusedWithItsLineOrCounted(string row, string expected)
    {
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read(Header + row)).Message, StringComparison.Ordinal);
        var (records, report) = Read(Header + row + Plain, new LogReadOptions { SkipBadRows = true });
        Assert.Single(records);
        Assert.Equal((1, 1), (report.Records, report.Skipped));
        Assert.Contains(expected, Assert.Single(report.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TimeThatWasNeverSet_IsTakenFromTheTimestamp()
    {
        var (records, report) = Read(Header + "2023-01-29T09:20:29.295,-6795364578871345152,,p,,,,a\n");

        Assert.Equal((1_674_984_029_295_000_000, 1), (Assert.Single(records).TimeNs, report.WrittenTimes));
        Assert.Contains("TimeUnixNano is -1, before 1970, and there is no Timestamp",
            Assert.Throws<DataFormatException>(() => Read(Header + ",-1,,p,,,,a\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BadTemplate_IsRefused() =>
        Assert.Contains("column TemplateID: \"x\" is not a number",
            Assert.Throws<DataFormatException>(() => Read("TimeUnixNano,PodName,Log,TemplateID\n1,p,hi,x\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_ManyBadRows_KeepsTheFirstReasonsOnly()
    {
        var (_, report) = Read(Header + string.Concat(Enumerable.Repeat("bad\n", 100)), new LogReadOptions { SkipBadRows = true });

        Assert.Equal((100, 10), (report.Skipped, report.Refusals.Count));
    }

    [Fact]
    public void Read_Times_SelectRecordsAndOlderOnesAreCounted()
    {
        string rows = ",3000000,,p,,,,a\n,1000000,,p,,,,b\n,2000000,,p,,,,c\n,9000000,,p,,,,d\n";

        var (records, report) = Read(Header + rows, new LogReadOptions { ToMs = 9 });

        Assert.Equal(["a", "b", "c"], records.Select(record => record.Message));
        Assert.Equal((3, 1, 1), (report.Records, report.Unselected, report.OutOfOrder));
    }

    [Fact]
    public void Read_FilesThatOverlap_GiveARowOnceButKeepWhatComesTwiceInOne()
    {
        using var folder = new TemporaryFolder();
        folder.Write("1.csv", Header + ",1,,p,,,,a\n,2,,p,,,,b\n,2,,p,,,,b\n");
        folder.Write("2.csv.gz", TemporaryFolder.Gzip(System.Text.Encoding.UTF8.GetBytes(Header + ",2,,p,,,,b\n,3,,p,,,,c\n")));
        var sink = new Collected();

        var report = LogReader.Read(folder.Path, sink);

        Assert.Equal(["a", "b", "b", "c"], sink.Records.Select(record => record.Message));
        Assert.Equal((4, 1), (report.Records, report.Duplicates));
        Assert.Equal(["1.csv", "2.csv.gz"], report.Files);
    }

    [Fact]
    public void Has_RowBeyondTheBound_IsForgotten()
    {
        var rows = new EarlierRows(most: 2);
        rows.BeginFile();
        Assert.False(rows.Has("a"u8) || rows.Has("b"u8) || rows.Has("c"u8));
        rows.BeginFile();

        Assert.Equal((true, false), (rows.Has("c"u8), rows.Has("a"u8)));
    }

    [Fact]
    public void Read_FileWithoutLogs_SaysWhatItBeginsWith()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("t.csv", "time,value\n1,2\n");

        Assert.Contains("time,value", Assert.Throws<DataFormatException>(() => LogReader.Read(path, new Collected())).Message, StringComparison.Ordinal);
        Assert.Empty(LogReader.Read(folder.Path, new Collected()).Files);
    }

    [DataFact("nezha")]
    public void Read_NezhaDay_RefusesTheBrokenRowsAndMergesMinutesThatOverlap()
    {
        var sink = new Collected();

        var report = LogReader.Read(SharedData.Require("nezha/2023-01-29/rca_data"), sink, new LogReadOptions { SkipBadRows = true });

        Assert.Equal(2, report.Skipped);
        Assert.Contains("10_06_log.csv.gz:631: a quote is not closed", report.Refusals[0], StringComparison.Ordinal);
        Assert.Contains("10_06_log.csv.gz:760: a quote is not closed", report.Refusals[1], StringComparison.Ordinal);
        Assert.Equal(4080, report.Duplicates);
        Assert.Equal(sink.Records.Count, report.Records);
        Assert.Equal((84, 45), (report.Files.Count, report.WrittenTimes));
        Assert.All([sink.Records.Min(record => record.TimeNs), sink.Records.Max(record => record.TimeNs)],
            timeNs => Assert.Equal("2023-01-29", DateTimeOffset.FromUnixTimeMilliseconds(timeNs / 1_000_000).ToString("yyyy-MM-dd", null)));
        Assert.Contains("ts-order-service", sink.Records.Select(record => record.Service));
        Assert.True(sink.Records.Count(record => record.Severity == LogSeverity.Unspecified) < 10);
        Assert.DoesNotContain(default, sink.Records.Select(record => record.Trace).Distinct());
    }

    static (List<LogRecord> Records, LogReadingReport Report) Read(string text, LogReadOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        var sink = new Collected();
        var report = LogReader.Read(folder.Write("t.csv", text), sink, options);
        return (sink.Records, report);
    }

    sealed class Collected : ILogSink
    {
        public List<LogRecord> Records { get; } = [];

        public void Add(in LogRecord record) => Records.Add(record);
    }
}
