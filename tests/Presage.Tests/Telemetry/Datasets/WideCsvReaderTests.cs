using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class WideCsvReaderTests
{
    [Fact]
    public void Read_TransformerLayout_HasSevenMetricsOfOneEntity()
    {
        var recording = ReaderCatalog.Read(Slice.Path("ett/ETTx1.csv"));

        Assert.Equal("wide-csv", recording.Format);
        Assert.True(recording.HasCalendar);
        Assert.Equal(["ETTx1"], recording.Entities);
        Assert.Equal(["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"], recording.Metrics);
        Assert.Equal(1_467_331_200_000, recording.Series[0].TimestampsMs.Span[0]);
        Assert.Equal([30.5, 27.7, 27.8, 25.0], recording.Series[^1].Values.ToArray());
    }

    [Fact]
    public void Read_NoHeaderAndNoTime_CountsRows()
    {
        var recording = Read("0.78,1.61\n0.79,1.62\n", new ReadOptions { RowStep = TimeSpan.FromDays(1) });

        Assert.False(recording.HasCalendar);
        Assert.Equal(["column1", "column2"], recording.Metrics);
        Assert.Equal([0, 86_400_000], recording.Series[0].TimestampsMs.ToArray());
        Assert.Equal([0.78, 0.79], recording.Series[0].Values.ToArray());
    }

    [Fact]
    public void Read_HeaderWithoutTime_CountsRows()
    {
        var recording = Read("cpu,mem\n1,2\n3,4\n");

        Assert.Equal(["cpu", "mem"], recording.Metrics);
        Assert.Equal([0, 1000], recording.Series[0].TimestampsMs.ToArray());
    }

    [Fact]
    public void Read_NoHeaderButWrittenTimes_FindsTheTimeColumn()
    {
        var recording = Read("7,2024-01-01 00:00,1\n8,2024-01-01 01:00,2\n");

        Assert.Equal(["column1", "column3"], recording.Metrics);
        Assert.Equal(3_600_000, recording.Series[0].TimestampsMs.Span[1] - recording.Series[0].TimestampsMs.Span[0]);
    }

    [Fact]
    public void Read_SemicolonsTabsAndUnits_AreUnderstood()
    {
        var recording = Read("Timestamp [ms];\tCPU usage [%];\tMemory [KB]\n1375308176;\t12.5;\t8388608.0\n1375308476;\t13;\t8388608.0\n");

        Assert.Equal(["CPU usage [%]", "Memory [KB]"], recording.Metrics);
        Assert.Equal(1_375_308_176_000, recording.Series[0].TimestampsMs.Span[0]);
    }

    [Fact]
    public void Read_UnnamedFirstColumn_IsTheIndex()
    {
        var recording = Read(",cpu\n0,5\n1,6\n");

        Assert.Equal(["cpu"], recording.Metrics);
        Assert.Equal([0, 1000], recording.Series[0].TimestampsMs.ToArray());
    }

    [Fact]
    public void Read_EveryColumnNamesItsEntity_PartsThem()
    {
        var recording = Read("time,web/cpu,web/mem,db/cpu,db/io MB/s\n0,1,2,3,4\n60,5,6,7,8\n", new ReadOptions { Entities = ["db"] });

        Assert.Equal(["db"], recording.Entities);
        Assert.Equal(["cpu", "io MB/s"], recording.Metrics);
        Assert.Equal([4.0, 8], recording.Series[1].Values.ToArray());
    }

    [Fact]
    public void Read_SomeColumnHasASlash_IsAUnit() =>
        Assert.Equal(["cpu", "net MB/s"], Read("time,cpu,net MB/s\n0,1,2\n").Metrics);

    [Fact]
    public void Read_MissingAndInfiniteCells_AreCountedAndKeptAsMissing()
    {
        var recording = Read("time,a,b\n0,NaN,1\n60,,2\n120,inf,3\n");

        Assert.Equal([double.NaN, double.NaN, double.NaN], recording.Series[0].Values.ToArray());
        Assert.Equal(3, recording.Report.MissingValues);
    }

    [Fact]
    public void Read_OneRow_IsOneSample() => Assert.Equal(1, Read("time,a\n0,5\n").Report.Rows);

    [Fact]
    public void Read_FolderOfTables_MakesAnEntityOfEachFile()
    {
        using var folder = new TemporaryFolder();
        folder.Write("vm1.csv.gz", TemporaryFolder.Gzip("time,cpu\n0,1\n"u8.ToArray()));
        folder.Write("vm2.csv", "time,cpu\n0,2\n");

        Assert.Equal(["vm1", "vm2"], ReaderCatalog.Read(folder.Path).Entities);
    }

    [Fact]
    public void Read_FolderWithAFileStillBeingFetched_LeavesItOut()
    {
        using var folder = new TemporaryFolder();
        folder.Write("vm1.csv", "time,cpu\n0,1\n");
        folder.Write("vm2.csv.gz.part", TemporaryFolder.Gzip("time,cpu\n0,2\n"u8.ToArray())[..12]);
        folder.Write("vm2.csv.gz.part.tag", "\"v1\"");

        Assert.Equal(["vm1"], ReaderCatalog.Read(folder.Path).Entities);
    }

    [Fact]
    public void Read_OneEntityInTwoTables_NamesTheMetricTheyShare()
    {
        using var folder = new TemporaryFolder();
        folder.Write("vm1.csv", "time,cpu\n0,1\n");
        folder.Write("vm1.tsv", "time\tmem\tcpu\n0\t1\t2\n");

        var error = Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(folder.Path));

        Assert.EndsWith("vm1 has the metric cpu in two tables with different columns.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FilesWithAndWithoutCalendar_CannotBeOne()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "time,cpu\n0,1\n");
        folder.Write("b.csv", "time,cpu\n2024-01-01,1\n");

        var error = Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(folder.Path));

        Assert.Contains("b.csv: times are calendar times, but those of a.csv count from the start of a trace", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time,a,b\n0,1,2\n60,3\n", "table.csv:3: 2 columns, expected 3")]
    [InlineData("time,a,b\n0,1,2\n60,3,x\n", "table.csv:3: column b: \"x\" is not a number")]
    [InlineData("time,a,b\n0,1,2\nsoon,3,4\n", "table.csv:3: column time: \"soon\" is not a time")]
    [InlineData("time,a,b\n0,1,2\n60,\"3,4\n", "table.csv:3: a quote is not closed")]
    [InlineData("time,a,a\n0,1,2\n", "table.csv:1: the column a comes 2 times.")]
    [InlineData("time\n0\n", "table.csv:1: there is no column of values.")]
    public void Read_MalformedTable_NamesLineAndBothValues(string text, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("table.csv", text);

        var error = Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(path, new ReadOptions { Format = "wide-csv" }));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Read_UnknownMetricAsked_NamesWhatThereIs()
    {
        var error = Assert.Throws<DataFormatException>(() => Read("time,a,b\n0,1,2\n", new ReadOptions { Metrics = ["cpu"] }));

        Assert.Contains("metrics cpu asked for; there is a, b", error.Message, StringComparison.Ordinal);
    }

    [DataFact("exchange_rate")]
    public void Read_RealExchangeRate_HasEightColumnsAndNoTime()
    {
        var recording = ReaderCatalog.Read(SharedData.Require("exchange_rate"));

        Assert.Equal(8, recording.Metrics.Count);
        Assert.Equal(7588, recording.Report.Rows);
        Assert.False(recording.HasCalendar);
    }

    static Presage.Telemetry.Series.Recording Read(string text, ReadOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return ReaderCatalog.Read(folder.Write("table.csv", text), options);
    }
}
