using System.IO.Compression;
using System.Security.Cryptography;
using Presage.Telemetry.Datasets;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class DatasetCatalogTests
{
    public static TheoryData<string> Names => [.. DatasetCatalog.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_EachEntry_IsComplete(string name)
    {
        var dataset = DatasetCatalog.Find(name.ToUpperInvariant());

        Assert.NotNull(dataset);
        Assert.Contains(dataset.Format, ReaderCatalog.Formats.Select(one => one.Format));
        Assert.NotEmpty(dataset.Files);
        Assert.All([dataset.Description, dataset.Licence, dataset.Citation], text => Assert.EndsWith(text.TrimEnd(), text, StringComparison.Ordinal));
        Assert.All(dataset.Files, file =>
        {
            Assert.True(file.Address.Scheme is "http" or "https", file.Address.ToString());
            Assert.EndsWith(file.Name, file.Address.AbsolutePath, StringComparison.Ordinal);
            Assert.True(file.Sha256 is null || (file.Sha256.Length == 64 && file.Sha256.All(char.IsAsciiHexDigitLower)), file.Sha256);
        });
    }

    [Fact]
    public void All_Names_AreUnique() =>
        Assert.Equal(DatasetCatalog.All.Count, DatasetCatalog.All.Select(one => one.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Find_UnknownName_IsNull() => Assert.Null(DatasetCatalog.Find("no-such-set"));

    [DataFact("ett/ETTh1.csv.gz")]
    public void Sha256_HourlyTransformer_IsThatOfTheVerbatimFile() => AssertHash("ETTh1", "ett/ETTh1.csv.gz");

    [DataFact("datacenter_averages")]
    public void Sha256_ClusterAverages_AreThoseOfTheVerbatimFiles()
    {
        AssertHash("alibaba2018-average", "datacenter_averages/alibaba2018__machine_usage_days_1_to_8_grouped_300_seconds.csv.gz");
        AssertHash("azure-v2-sum", "datacenter_averages/azure_v2__vm_cpu_readings_month_aggregated_cpu_mem.csv.gz");
    }

    static void AssertHash(string name, string path)
    {
        using var plain = new GZipStream(File.OpenRead(SharedData.Require(path)), CompressionMode.Decompress);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(plain)), DatasetCatalog.Find(name)?.Files.Single().Sha256);
    }
}
