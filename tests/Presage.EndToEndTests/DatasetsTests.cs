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
    public void Fetch_UnknownName_NamesTheNearest()
    {
        var run = CommandRun.Of("datasets", "fetch", "ETTh3", "--to", _folder["data"]);

        run.AssertRefused(2, "'ETTh3'", "nearest is 'ETT");
        Assert.Empty(_folder.Entries);
    }
}
