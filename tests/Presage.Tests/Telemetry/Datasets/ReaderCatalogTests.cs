using Presage.Telemetry.Datasets;
using Presage.Tests.Fixtures;
using Presage.Tests.Repository;

namespace Presage.Tests.Telemetry.Datasets;

public class ReaderCatalogTests
{
    public static TheoryData<string, string> Slices => new()
    {
        { "alibaba2018-machine-usage", "alibaba2018/machine_usage.csv" },
        { "alibaba2018-container-usage", "alibaba2018/container_usage.csv" },
        { "alibaba-microservices", "alibaba2021/MSResource_0.csv" },
        { "prometheus", "prometheus/query_range.json" },
        { "nezha-metrics", "nezha/frontend-579b9bff58-t2dbm_metric.csv" },
        { "nezha-front", "nezha/front_service.csv" },
        { "nezha-edges", "nezha/source_50.csv" },
        { "bitbrains", "bitbrains/82.csv" },
        { "datacenter-averages", "datacenter/alibaba2018__machine_usage_days_1_to_8_grouped_300_seconds.csv" },
        { "los-loop", "los_loop/los_speed.csv" },
        { "long-csv", "long/services.csv" },
        { "wide-csv", "ett/ETTx1.csv" },
    };

    [Fact]
    public void Formats_EachOne_HasASliceAndAPage()
    {
        string pages = string.Concat(Directory.EnumerateFiles(SourceTree.Absolute("docs/formats"), "*.md").Select(File.ReadAllText));

        Assert.Equal(ReaderCatalog.Formats.Select(one => one.Format), Slices.Select(row => (string)row[0]));
        Assert.All(ReaderCatalog.Formats, one => Assert.Contains($"`{one.Format}`", pages, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Slices))]
    public void Read_PlainGzipAndTar_AreTheSame(string format, string slice)
    {
        byte[] plain = File.ReadAllBytes(Slice.Path(slice));
        string name = Path.GetFileName(slice);
        using var folder = new TemporaryFolder();
        var expected = ReaderCatalog.Read(folder.Write(name, plain));
        Assert.Equal(format, expected.Format);

        foreach (string path in (string[])[
            folder.Write($"{name}.gz", TemporaryFolder.Gzip(plain)),
            folder.Write("a.tar", TemporaryFolder.Tar((name, plain))),
            folder.Write("a.tar.gz", TemporaryFolder.Gzip(TemporaryFolder.Tar(("data/" + name, plain)))),
            folder.Write("b.tar", TemporaryFolder.Tar((name + ".gz", TemporaryFolder.Gzip(plain))))])
        {
            var found = ReaderCatalog.Read(path);

            Assert.Equal(expected.Format, found.Format);
            Assert.Equal(
                expected.Series.Select(one => (one.Entity, one.Metric, one.Values.Length)), found.Series.Select(one => (one.Entity, one.Metric, one.Values.Length)));
            Assert.All(expected.Series.Zip(found.Series), pair => Assert.Equal(pair.First.Values.ToArray(), pair.Second.Values.ToArray()));
        }
    }

    [Theory]
    [MemberData(nameof(Slices))]
    public void Read_WindowsLineEndsAndByteOrderMark_AreTheSame(string format, string slice)
    {
        string text = File.ReadAllText(Slice.Path(slice));
        using var folder = new TemporaryFolder();
        string name = Path.GetFileName(slice);

        var recording = ReaderCatalog.Read(folder.Write(name, (format == "prometheus" ? "" : "\ufeff") + text.ReplaceLineEndings("\r\n")));

        Assert.Equal(format, recording.Format);
        Assert.Equal(ReaderCatalog.Read(Slice.Path(slice)).Report.Rows, recording.Report.Rows);
    }
}
