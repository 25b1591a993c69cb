using System.Text.Json;

namespace Presage.EndToEndTests;

/// <summary>A service graph beside the series, or at a path of its own.</summary>
public sealed class GraphTests : IDisposable
{
    readonly WorkFolder _folder = new();
    readonly string _data;
    readonly string _calls;

    public GraphTests()
    {
        _data = _folder.Write("my.csv", SampleData.LongCsv(600));
        _calls = _folder.Write("calls.csv", "source,target\napi,cart\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TrainAndForecast_GraphModelWithACallTable_ForecastsEveryService()
    {
        string artefact = _folder["my.presage"];
        var train = CommandRun.Of(
            "train", "graph-temporal", "--data", _data, "--graph", _calls, "--out", artefact, "--set", "steps=5", "--set", "width=8");
        var forecast = CommandRun.Of("forecast", "--model", artefact, "--data", _data, "--json");

        Assert.Equal(0, train.ExitCode);
        Assert.Contains("graph: 2 nodes and 1 edges in calls.csv", train.Error, StringComparison.Ordinal);
        Assert.Equal(0, forecast.ExitCode);
        using var document = JsonDocument.Parse(forecast.Out);
        Assert.Contains("\"api\"", forecast.Out, StringComparison.Ordinal);
        Assert.Contains("\"cart\"", forecast.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_GraphModelWithACallTable_ShowTheMap()
    {
        string artefact = _folder["my.presage"];
        string[] small = ["--set", "steps=5", "--set", "width=8"];
        CommandRun.Of(["train", "graph-temporal", "--data", _data, "--graph", _calls, "--out", artefact, .. small]);

        var forecast = Map("forecast", "--model", artefact, "--data", _data, "--graph", _calls);
        var evaluated = Map(["evaluate", "graph-temporal", "--data", _data, "--graph", _calls, "--no-variants", .. small]);

        Assert.Equal(["api", "cart"], forecast.GetProperty("nodes").EnumerateArray().Select(node => node.GetString()));
        var measures = forecast.GetProperty("measures").EnumerateArray().ToArray();
        Assert.EndsWith(", change in %", measures[0].GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.True(measures[0].GetProperty("isChange").GetBoolean());
        Assert.All(measures, measure => Assert.Equal(2, measure.GetProperty("values").GetArrayLength()));
        Assert.Equal(1, forecast.GetProperty("edgeSets").GetArrayLength());
        Assert.Equal(
            ["as read with the data", .. new[] { "attention", "mix of graphs", "influence" }.Select(part => $"graph-temporal: {part}")],
            evaluated.GetProperty("edgeSets").EnumerateArray().Select(set => set.GetProperty("name").GetString()));
    }

    [Fact]
    public void Evaluate_GraphPathWithoutAGraph_SaysSo()
    {
        var missing = CommandRun.Of("evaluate", "ridge", "--data", _data, "--graph", _folder["nowhere.csv"]);
        var none = CommandRun.Of("evaluate", "ridge", "--data", _data, "--graph", _data);

        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains("nowhere.csv: does not exist", missing.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, none.ExitCode);
        Assert.Contains("no graph", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ProtocolGraph_ReportsTheMeanOfStepsInOwnUnits()
    {
        var run = CommandRun.Of("evaluate", "ridge,last", "--data", _data, "--graph", _calls, "--protocol", "graph", "--json");

        Assert.Equal(0, run.ExitCode);
        using var document = JsonDocument.Parse(run.Out);
        var last = document.RootElement.GetProperty("results").EnumerateArray()
            .Where(row => row.GetProperty("model").GetString() == "last")
            .ToDictionary(row => row.GetProperty("horizon").GetString()!, row => row.GetProperty("rmse").GetDouble());
        Assert.Equal(["3", "6", "9", "12", "all", "mean"], last.Keys);
        Assert.InRange(last["mean"], last["3"], last["all"]); // a mean of roots is below the root of the mean
        Assert.InRange(last["12"], 5, 40);                    // the load swings by 20 in its own unit
    }

    // The map in the data of the report that a command writes.
    JsonElement Map(params string[] arguments)
    {
        const string Begin = "<script type=\"application/json\" id=\"report-data\">";
        var report = _folder["report.html"];
        var run = CommandRun.Of([.. arguments, "--report", report, "--quiet"]);
        Assert.True(run.ExitCode == 0, run.Error);
        var page = File.ReadAllText(report);
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        using var document = JsonDocument.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)]);
        return document.RootElement.GetProperty("map").Clone();
    }
}
