using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Series;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class AlibabaUsageReaderTests
{
    [Fact]
    public void Read_MachineUsage_HasTheFiveMetricsSortedAndRepaired()
    {
        var recording = ReaderCatalog.Read(Slice.Path("alibaba2018/machine_usage.csv"));

        Assert.Equal("alibaba2018-machine-usage", recording.Format);
        Assert.False(recording.HasCalendar);
        Assert.Equal(["m_11", "m_12"], recording.Entities);
        Assert.Equal(["cpu_util_percent", "mem_util_percent", "net_in", "net_out", "disk_io_percent"], recording.Metrics);
        var disk = Find(recording, "m_11", "disk_io_percent");
        Assert.Equal([10_000, 70_000, 90_000, 130_000, 190_000, 250_000], disk.TimestampsMs.ToArray());
        Assert.Equal([2.0, double.NaN, 6, 4, double.NaN, 5], disk.Values.ToArray());
        Assert.Equal(27, Find(recording, "m_11", "cpu_util_percent").Values.Span[^1]);
    }

    [Fact]
    public void Read_MachineUsage_CountsWhatItMet()
    {
        var report = ReaderCatalog.Read(Slice.Path("alibaba2018/machine_usage.csv")).Report;

        // Invalid: the -1 and the 101 of disk_io. Missing: net_out and disk_io of m_11's last row.
        Assert.Equal(new ReadingReport(11, 0, 0, 1, 1, 2, 2) { Files = report.Files, IgnoredFiles = report.IgnoredFiles }, report);
    }

    [Fact]
    public void Read_MetricsAsked_KeepsTheRareOnesToo()
    {
        var recording = ReaderCatalog.Read(Slice.Path("alibaba2018/machine_usage.csv"), new ReadOptions { Metrics = ["mem_*", "mkpi"] });

        Assert.Equal(["mem_util_percent", "mem_gps", "mkpi"], recording.Metrics);
        Assert.Equal(2.25, Find(recording, "m_12", "mem_gps").Values.Span[2]);
    }

    [Fact]
    public void Read_EntitiesAndTimesAsked_KeepsNothingElse()
    {
        var recording = ReaderCatalog.Read(
            Slice.Path("alibaba2018/machine_usage.csv"), new ReadOptions { Entities = ["*_12"], FromMs = 80_000, ToMs = 700_000 });

        Assert.Equal(["m_12"], recording.Entities);
        Assert.Equal([80_000, 640_000], recording.Series[0].TimestampsMs.ToArray());
        Assert.Equal(9, recording.Report.Unselected);
    }

    [Fact]
    public void Read_ContainerUsage_IsKnownByItsColumns()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("whatever.txt", File.ReadAllBytes(Slice.Path("alibaba2018/container_usage.csv")));

        var recording = ReaderCatalog.Read(path);

        Assert.Equal("alibaba2018-container-usage", recording.Format);
        Assert.Equal(["c_1", "c_2"], recording.Entities);
        Assert.Equal([double.NaN, 2.5], Find(recording, "c_1", "net_in").Values.ToArray());
        Assert.Equal([double.NaN], Find(recording, "c_2", "disk_io_percent").Values.ToArray());
    }

    [Fact]
    public void Read_PublishedArchive_StreamsTheTableAndTheLabels()
    {
        using var folder = new TemporaryFolder();
        folder.Write("machine_usage.tar.gz", TemporaryFolder.Gzip(TemporaryFolder.Tar(
            ("machine_usage.csv", File.ReadAllBytes(Slice.Path("alibaba2018/machine_usage.csv"))))));
        folder.Write("machine_meta.tar.gz", TemporaryFolder.Gzip(TemporaryFolder.Tar(
            ("machine_meta.csv", File.ReadAllBytes(Slice.Path("alibaba2018/machine_meta.csv"))))));
        folder.Write("README.md", "# notes");

        var recording = ReaderCatalog.Read(folder.Path);

        Assert.Equal(11, recording.Report.Rows);
        Assert.Equal(["machine_meta.tar.gz/machine_meta.csv", "machine_usage.tar.gz/machine_usage.csv"], recording.Report.Files);
        Assert.Equal(["README.md"], recording.Report.IgnoredFiles);
        Assert.Equal("96", recording.Labels["m_11"]["cpu_num"]);
        Assert.Equal("IMPORT", recording.Labels["m_11"]["status"]);
        Assert.Equal("7", recording.Labels["m_12"]["failure_domain_1"]);
    }

    [Fact]
    public void Read_MachinesAndContainersInOneFolder_AsksForTheFormat()
    {
        using var folder = new TemporaryFolder();
        foreach (string table in (string[])["machine_usage.csv", "container_usage.csv"])
        {
            folder.Write(table, File.ReadAllBytes(Slice.Path($"alibaba2018/{table}")));
        }

        var error = Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(folder.Path));

        Assert.Contains("container_usage.csv has the format alibaba2018-container-usage", error.Message, StringComparison.Ordinal);
        Assert.Equal(["m_11", "m_12"], ReaderCatalog.Read(folder.Path, new ReadOptions { Format = "alibaba2018-machine-usage" }).Entities);
    }

    [Theory]
    [InlineData("m_1,10,21,90,,,40.13,32.61", "machine_usage.csv:2: 8 columns, expected 9")]
    [InlineData("m_1,10,21,90,,,40.13,32.61,2,9", "machine_usage.csv:2: 10 columns, expected 9")]
    [InlineData("m_1,10,hot,90,,,40.13,32.61,2", "machine_usage.csv:2: column cpu_util_percent: \"hot\" is not a number")]
    [InlineData("m_1,,21,90,,,40.13,32.61,2", "machine_usage.csv:2: column time_stamp: \"\" is not a number")]
    [InlineData("m_1,-60,21,90,,,40.13,32.61,2", "machine_usage.csv:2: column time_stamp: \"-60\" is not a number")]
    public void Read_MalformedRow_NamesLineAndBothValues(string row, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("machine_usage.csv", $"m_1,0,21,90,,,40.13,32.61,2\n{row}\nm_1,60,21,90,,,40.13,32.61,2\n");

        Assert.Equal(message, Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(path)).Message);

        var report = ReaderCatalog.Read(path, new ReadOptions { SkipBadRows = true }).Report;
        Assert.Equal((2, 1), (report.Rows, report.Skipped));
    }

    [Fact]
    public void Read_OnlyLabels_SaysThatThereAreNoSamples()
    {
        var error = Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(Slice.Path("alibaba2018/machine_meta.csv")));

        Assert.Contains("only describes entities", error.Message, StringComparison.Ordinal);
    }

    [DataFact("alibaba2018_machines")]
    public void Read_RealMachines_HasTheRowsOfTheTrace()
    {
        var recording = ReaderCatalog.Read(SharedData.Require("alibaba2018_machines"));

        Assert.Equal(11, recording.Entities.Count);
        Assert.Equal(65_987, recording.Report.Rows);
        Assert.Equal(12, recording.Report.InvalidValues);
        Assert.Equal(0, recording.Report.OutOfOrder + recording.Report.Duplicates + recording.Report.MissingValues);
        Assert.Equal(11, recording.Labels.Count);
    }

    static RawSeries Find(Recording recording, string entity, string metric) =>
        recording.Series.Single(one => one.Entity == entity && one.Metric == metric);
}
