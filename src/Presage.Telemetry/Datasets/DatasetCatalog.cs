namespace Presage.Telemetry.Datasets;

/// <summary>The one list of public data sets that can be fetched.</summary>
/// <remarks>
/// Checksums of the Alibaba archives are those of trace_2018.md in github.com/alibaba/clusterdata; the others were
/// computed from files of the named commit. A file without a checksum was not at hand, and is not checked.
/// </remarks>
public static class DatasetCatalog
{
    const string Alibaba = "http://aliopentrace.oss-cn-beijing.aliyuncs.com/v2018Traces/";
    const string Ett = "https://raw.githubusercontent.com/zhouhaoyi/ETDataset/1d16c8f4f943005d613b5bc962e9eeb06058cf07/ETT-small/";

    const string Averages =
        "https://raw.githubusercontent.com/alejandrofdez-us/DataCenter-Traces-Datasets/003bb8e7ce9aaf4ed16ddf1652bc1a279c8ac2e6/";

    /// <summary>Every data set, in the order of a list for people.</summary>
    public static IReadOnlyList<PublicDataset> All { get; } =
    [
        AlibabaUsage(
            "machine",
            "4,034 machines of a production cluster over 8 days: processor, memory, network and disk about once a minute.",
            new("machine_usage.tar.gz", new(Alibaba + "machine_usage.tar.gz"), "3e6ee87fd204bb85b9e234c5c75a5096580fdabc8f085b224033080090753a7a", "1.7 GB"),
            new("machine_meta.tar.gz", new(Alibaba + "machine_meta.tar.gz"), "b5b1b786b22cd413a3674b8f2ebfb2f02fac991c95df537f363ef2797c8f6d55", "92 KB")),
        AlibabaUsage(
            "container",
            "The containers of the same cluster over the same 8 days.",
            new("container_usage.tar.gz", new(Alibaba + "container_usage.tar.gz"), "b4bd3b1b82f5407c1b0dd47fe736ff5152c4b016a9c30cb26f988e2d1c5e5031", "28 GB"),
            new("container_meta.tar.gz", new(Alibaba + "container_meta.tar.gz"), "febd75e693d1f208a8941395e7faa7e466e50d21c256eff12a815b7e2fa2053f", "2.4 MB")),
        Transformer("ETTh1", "hourly", "2.6 MB", "f18de3ad269cef59bb07b5438d79bb3042d3be49bdeecf01c1cd6d29695ee066"),
        Transformer("ETTh2", "hourly", "2.4 MB", null),
        Transformer("ETTm1", "every 15 minutes", "10 MB", null),
        Transformer("ETTm2", "every 15 minutes", "10 MB", null),
        Average(
            "alibaba2018-average",
            "The mean over all machines of Alibaba's 2018 trace, every 300 seconds for 8 days, without times.",
            new("machine_usage_days_1_to_8_grouped_300_seconds.csv",
                new(Averages + "alibaba2018/machine_usage_days_1_to_8_grouped_300_seconds.csv"),
                "3cbe34a882f31272cecdf9cdab27d2e91d964f9dd45c199f9f53e6d38379746a", "200 KB")),
        Average(
            "azure-v2-sum",
            "Processor and memory use summed over the virtual machines of Azure's second trace, every 300 seconds for 30 days.",
            new("vm_cpu_readings_month_aggregated_cpu_mem.csv",
                new(Averages + "azure_v2/vm_cpu_readings_month_aggregated_cpu_mem.csv"),
                "1ab1a1e4285bcfb5d1619f084d227872d30ae1f044c230b82af398cb60fd5067", "300 KB")),
    ];

    /// <summary>Finds a data set by its name, whatever its case.</summary>
    /// <param name="name">A name of <see cref="All"/>.</param>
    /// <returns>The data set, or null when there is none of the name.</returns>
    public static PublicDataset? Find(string name) => All.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));

    static PublicDataset AlibabaUsage(string what, string description, params PublicFile[] files) => new()
    {
        Name = $"alibaba2018-{what}-usage",
        Description = description,
        Format = $"alibaba2018-{what}-usage",
        Licence = "None stated; the README of alibaba/clusterdata allows research and study.",
        Citation = "Alibaba Cluster Trace v2018, Alibaba Group, 2018.",
        Home = new("https://github.com/alibaba/clusterdata/blob/master/cluster-trace-v2018/trace_2018.md"),
        Files = files,
    };

    static PublicDataset Transformer(string name, string interval, string size, string? sha256) => new()
    {
        Name = name,
        Description = $"Load and oil temperature of an electricity transformer, {interval} for two years: a standard of published forecasting tables.",
        Format = "wide-csv",
        Licence = "CC BY-ND 4.0",
        Citation = "Zhou et al., Informer: Beyond Efficient Transformer for Long Sequence Time-Series Forecasting, AAAI 2021.",
        Home = new("https://github.com/zhouhaoyi/ETDataset"),
        Files = [new($"{name}.csv", new($"{Ett}{name}.csv"), sha256, size)],
    };

    static PublicDataset Average(string name, string description, PublicFile file) => new()
    {
        Name = name,
        Description = description,
        Format = "wide-csv",
        Licence = "CC BY 4.0",
        Citation = "A. Fern\u00e1ndez, DataCenter Traces Datasets, Zenodo, doi:10.5281/zenodo.14564847.",
        Home = new("https://github.com/alejandrofdez-us/DataCenter-Traces-Datasets"),
        Files = [file],
    };
}
