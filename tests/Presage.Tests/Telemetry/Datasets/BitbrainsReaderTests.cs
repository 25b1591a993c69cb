using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class BitbrainsReaderTests
{
    const string Header = "Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [%]\n";

    [Fact]
    public void Read_Slice_HasSecondsAsTimesAndWhatIsUsed()
    {
        var recording = ReaderCatalog.Read(Slice.Path("bitbrains/82.csv"));

        Assert.Equal(["82"], recording.Entities);
        Assert.True(recording.HasCalendar);
        Assert.Equal(1_375_308_176_000, recording.Series[0].TimestampsMs.Span[0]);
        Assert.Equal(
            [
                "CPU usage [MHZ]", "CPU usage [%]", "Memory usage [KB]", "Disk read throughput [KB/s]", "Disk write throughput [KB/s]",
                "Network received throughput [KB/s]", "Network transmitted throughput [KB/s]",
            ],
            recording.Metrics);
    }

    [Fact]
    public void Read_RowWithoutCores_IsOfAMachineThatIsGone()
    {
        var recording = ReaderCatalog.Read(Slice.Path("bitbrains/82.csv"));

        Assert.Equal(7, recording.Report.InvalidValues);
        Assert.All(recording.Series, series => Assert.True(double.IsNaN(series.Values.Span[2])));
    }

    [Fact]
    public void Read_CapacityAskedFor_IsKept()
    {
        var recording = ReaderCatalog.Read(Slice.Path("bitbrains/82.csv"), new ReadOptions { Metrics = ["CPU c*"] });

        Assert.Equal(["CPU cores", "CPU capacity provisioned [MHZ]"], recording.Metrics);
        Assert.Equal(20799.997048, recording.Series[1].Values.Span[0]);
    }

    [Theory]
    [InlineData("1375308476;\t8;\t20799\n", "1.csv:2: 3 columns, expected 4")]
    [InlineData("soon;\t8;\t20799;\t1\n", "1.csv:2: column Timestamp [ms]: \"soon\" is not a time")]
    [InlineData("1375308476;\t8;\t20799;\tall\n", "1.csv:2: column CPU usage [%]: \"all\" is not a number")]
    public void Read_BadRow_IsRefusedWithItsLine(string row, string expected)
    {
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read(Header + row)).Message, StringComparison.Ordinal);
        Assert.Equal(1, Read(Header + row + "1375308476;8;20799;7\n", new ReadOptions { SkipBadRows = true }).Report.Skipped);
    }

    [DataFact("bitbrains_rnd")]
    public void Read_August2013_HasThirtySixMachinesOnAGrid()
    {
        var recording = ReaderCatalog.Read(SharedData.Require("bitbrains_rnd/2013-8"));
        var frame = Grid.Align(recording, new GridOptions { StepMs = 300_000 });

        Assert.Equal((36, 7), (recording.Entities.Count, recording.Metrics.Count));
        Assert.Equal(12_533 * 7, recording.Report.InvalidValues);
        Assert.InRange(frame.Bins, 8_620, 8_660);
    }

    static Recording Read(string text, ReadOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return ReaderCatalog.Read(folder.Write("1.csv", text), options);
    }
}
