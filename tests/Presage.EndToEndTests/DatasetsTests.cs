using System.Text.Json;

namespace Presage.EndToEndTests;

public sealed class DatasetsTests : IDisposable
{
    readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_Table_NamesDataSetsAndFormats()
    {
        var run = CommandRun.Of("datasets", "list");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("ETTh1", run.Out, StringComparison.Ordinal);
        Assert.Contains("long-csv:", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void List_Json_NamesDataSetsAndFormats()
    {
        using var document = JsonDocument.Parse(CommandRun.Of("datasets", "list", "--json").Out);

        Assert.Contains(document.RootElement.GetProperty("datasets").EnumerateArray(), one => one.GetProperty("name").GetString() == "ETTh1");
        Assert.Contains(document.RootElement.GetProperty("formats").EnumerateArray(), one => one.GetProperty("name").GetString() == "prometheus");
    }

    [Fact]
    public void Describe_PublicName_ShowsLicenceAndAddress()
    {
        var run = CommandRun.Of("datasets", "describe", "ETTh1");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("licence", run.Out, StringComparison.Ordinal);
        Assert.Contains("https://", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_OwnFile_ShowsSeriesTimesAndRanges()
    {
        var data = _folder.Write("cpu.csv", SampleData.LongCsv(96));

        var run = CommandRun.Of("datasets", "describe", data, "--time-zone", "UTC");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2 entities: api, cart", run.Out, StringComparison.Ordinal);
        Assert.Contains("2026-01-05 00:00:00 +00:00 to 2026-01-05 23:45:00 +00:00", run.Out, StringComparison.Ordinal);
        Assert.Contains("one value each 15 min, 96 steps", run.Out, StringComparison.Ordinal);
        Assert.Contains("100.0 %", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_OwnFileAsJson_CountsMissingSteps()
    {
        var data = _folder.Write("cpu.csv", SampleData.LongCsv(100, (step, line) =>
            step is >= 40 and < 50 ? SampleData.WithValue(line, "") : line));

        using var document = JsonDocument.Parse(CommandRun.Of("datasets", "describe", data, "--json").Out);

        var metric = document.RootElement.GetProperty("metrics")[0];
        Assert.Equal(0.9, metric.GetProperty("observed").GetDouble(), 1e-9);
        Assert.Equal(10 * 15 * 60_000, metric.GetProperty("longestGapMs").GetInt64());
    }

    [Fact]
    public void Describe_SimulatedShop_ShowsSeriesGraphLogsAndIncidents()
    {
        var shop = SimulatedShop();

        var run = CommandRun.Of("datasets", "describe", shop);

        Assert.True(run.ExitCode == 0, run.Error);
        foreach (var part in new[]
        {
            "12 entities:", "latency_p95_ms", "Service graph, from graph.csv, nodes.csv, spans.csv.gz", "database", "0 inferred", "depth ", "cycles: none",
            "chain with the most work: ", "critical paths of", "Logs, from logs.csv.gz", "belong to a trace", "Incidents, from changes.csv, truth.json", "2 incidents",
        })
        {
            Assert.Contains(part, run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Describe_SimulatedShopAsJson_HasWhatItsTruthHas()
    {
        var shop = SimulatedShop();
        using var truth = JsonDocument.Parse(File.ReadAllText(Path.Combine(shop, "truth", "truth.json")));

        using var document = JsonDocument.Parse(CommandRun.Of("datasets", "describe", shop, "--json").Out);

        var (root, totals) = (document.RootElement, truth.RootElement.GetProperty("totals"));
        Assert.Equal(totals.GetProperty("logs").GetInt64(), root.GetProperty("logs").GetProperty("records").GetInt64());
        Assert.Equal(
            totals.GetProperty("logs").GetInt64(),
            root.GetProperty("logs").GetProperty("bySeverity").EnumerateObject().Sum(one => one.Value.GetInt64()));
        Assert.Equal(
            truth.RootElement.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("target").GetString()),
            root.GetProperty("incidents").EnumerateArray().Select(incident => incident.GetProperty("target").GetString()));
        var graph = root.GetProperty("graph");
        Assert.Equal(12, graph.GetProperty("nodesByKind").EnumerateObject().Sum(kind => kind.Value.GetInt32()));
        Assert.Equal(1, graph.GetProperty("criticalPath").EnumerateArray().Sum(one => one.GetProperty("share").GetDouble()), 1e-9);
    }

    [Fact]
    public void Describe_PathsWithoutSeries_ShowWhatThereIs()
    {
        var shop = SimulatedShop();

        Assert.StartsWith("Service graph", CommandRun.Of("datasets", "describe", Path.Combine(shop, "graph.csv")).Out, StringComparison.Ordinal);
        Assert.StartsWith("Logs", CommandRun.Of("datasets", "describe", Path.Combine(shop, "log")).Out, StringComparison.Ordinal);
        Assert.StartsWith("Incidents", CommandRun.Of("datasets", "describe", Path.Combine(shop, "truth", "truth.json")).Out, StringComparison.Ordinal);
        CommandRun.Of("evaluate", "last", "--data", Path.Combine(shop, "log", "logs.csv.gz")).AssertRefused(3, "holds logs and no series.");
        CommandRun.Of("datasets", "describe", _folder.Write("notes.csv", "a,b\nhello,world\n")).AssertRefused(3, "no known format");
    }

    [Fact]
    public void Fetch_UnknownName_NamesTheNearest()
    {
        var run = CommandRun.Of("datasets", "fetch", "ETTh3", "--to", _folder["data"]);

        run.AssertRefused(2, "'ETTh3'", "nearest is 'ETT");
        Assert.Empty(_folder.Entries);
    }

    string SimulatedShop()
    {
        var shop = _folder["shop"];
        Assert.Equal(0, CommandRun.Of("simulate", "shop-12", "--days", "0.02", "--faults", "2", "--sampling", "0.05", "--out", shop, "--quiet").ExitCode);
        return shop;
    }
}
