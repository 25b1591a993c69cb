using System.Text.Json;

namespace Presage.EndToEndTests;

public sealed class SimulateTests : IDisposable
{
    readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Simulate_Preset_WritesWhatEvaluateReads()
    {
        var shop = _folder["shop"];
        var made = CommandRun.Of("simulate", "shop-12", "--days", "0.05", "--faults", "2", "--out", shop, "--json", "--quiet");

        Assert.Equal(0, made.ExitCode);
        using var document = JsonDocument.Parse(made.Out);
        Assert.Equal(432, document.RootElement.GetProperty("bins").GetInt32());
        Assert.Equal(11, document.RootElement.GetProperty("files").GetArrayLength());
        var evaluated = CommandRun.Of("evaluate", "ridge,last", "--data", shop, "--metrics", "workload,latency_p95_ms,cpu", "--quiet", "--no-variants");
        Assert.True(evaluated.ExitCode == 0, evaluated.Error);
        Assert.Contains("ridge", evaluated.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_OwnTopologyTwice_WritesTheSameBytes()
    {
        CommandRun.Of("simulate", "shop-12", "--days", "0.01", "--load", "0.5", "--out", _folder["first"], "--quiet");
        var truth = Path.Combine(_folder["first"], "truth");
        var again = CommandRun.Of(
            "simulate", Path.Combine(truth, "topology.json"), "--days", "0.01", "--scenario", Path.Combine(truth, "scenario.json"), "--out", _folder["second"], "--quiet");

        Assert.Equal(0, again.ExitCode);
        Assert.Equal(File.ReadAllText(_folder["first/metrics.csv"]), File.ReadAllText(_folder["second/metrics.csv"]));
    }

    [Fact]
    public void Simulate_UnknownPreset_NamesTheNearest() =>
        CommandRun.Of("simulate", "shop12", "--out", _folder["x"]).AssertRefused(2, "no preset and no file 'shop12'", "'shop-12'");

    [Fact]
    public void Simulate_BrokenTopology_NamesFileAndPlace()
    {
        var path = _folder.Write("own.json", """{ "name": "x", "services": [], "entries": [] }""");

        CommandRun.Of("simulate", path, "--out", _folder["x"]).AssertRefused(3, "own.json: services: 0 of them: there must be 1 to 5000.");
        Assert.Equal(["own.json"], _folder.Entries);
    }

    [Theory]
    [InlineData("--days", "0", "--days 0: must be above 0")]
    [InlineData("--load", "cart=2", "users do not call 'cart'")]
    [InlineData("--faults", "-1", "--faults -1: must be between 0")]
    [InlineData("--step", "soon", "--step 'soon': not a length of time")]
    public void Simulate_BadOption_IsRefused(string option, string value, string message) =>
        CommandRun.Of("simulate", "shop-12", option, value, "--out", _folder["x"]).AssertRefused(2, message);

    [Fact]
    public void Simulate_OutIsAFile_IsRefused() =>
        CommandRun.Of("simulate", "shop-12", "--out", _folder.Write("taken", "x")).AssertRefused(2, "this is a file");
}
