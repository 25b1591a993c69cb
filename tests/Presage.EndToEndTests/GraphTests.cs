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
}
