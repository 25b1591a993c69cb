using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class DatacenterAveragesReaderTests
{
    [Fact]
    public void Read_NameWithSeconds_GivesTheStep()
    {
        var recording = Read("all_grouped_30_seconds.csv", "cpu,mem\n1,2\n3,\n");

        Assert.Equal(("datacenter-averages", false), (recording.Format, recording.HasCalendar));
        Assert.Equal(["all_grouped_30_seconds"], recording.Entities);
        Assert.Equal([0, 30_000], recording.Series[0].TimestampsMs.ToArray());
        Assert.Equal([2, double.NaN], recording.Series[1].Values.ToArray());
    }

    [Theory]
    [InlineData("all_grouped_30_seconds.csv", "timestamp,cpu\n0,2\n30,4\n")]
    [InlineData("all_grouped_0_seconds.csv", "cpu,mem\n1,2\n3,4\n")]
    [InlineData("all.csv", "cpu,mem\n1,2\n3,4\n")]
    public void Read_TimesOrNoSecondsInTheName_IsAWideTable(string name, string text) => Assert.Equal("wide-csv", Read(name, text).Format);

    [Fact]
    public void Read_SkippedRow_KeepsTheOthersInTheirPlace()
    {
        var recording = Read("all_grouped_30_seconds.csv", "cpu,mem\n1,2\n3\n5,6\n", new ReadOptions { SkipBadRows = true });

        Assert.Equal([0, 60_000], recording.Series[0].TimestampsMs.ToArray());
        Assert.Equal(1, recording.Report.Skipped);
    }

    [Fact]
    public void Read_AskedForWithoutSecondsInTheName_SaysWhatIsMissing() =>
        Assert.Contains(
            "_grouped_300_seconds",
            Assert.Throws<DataFormatException>(() => Read("all.csv", "cpu,mem\n1,2\n", new ReadOptions { Format = "datacenter-averages" })).Message,
            StringComparison.Ordinal);

    [DataFact("datacenter_averages")]
    public void Read_Published_HasItsRowsAndSteps()
    {
        foreach (var (seconds, rows) in ((int, int)[])[(300, 2243), (30, 22_415)])
        {
            var times = ReaderCatalog.Read(SharedData.Require($"datacenter_averages/alibaba2018__machine_usage_days_1_to_8_grouped_{seconds}_seconds.csv.gz"))
                .Series[0].TimestampsMs.Span;

            Assert.Equal(rows, times.Length);
            Assert.Equal(seconds * 1000, times[1]);
        }

        var azure = ReaderCatalog.Read(SharedData.Require("datacenter_averages/azure_v2__vm_cpu_readings_month_aggregated_cpu_mem.csv.gz"));
        Assert.Equal((8640, 300_000), (azure.Series[0].TimestampsMs.Length, azure.Series[0].TimestampsMs.Span[1]));
    }

    static Presage.Telemetry.Series.Recording Read(string name, string text, ReadOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return ReaderCatalog.Read(folder.Write(name, text), options);
    }
}
