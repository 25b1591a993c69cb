using System.Globalization;
using System.Text.Json;

namespace Presage.EndToEndTests;

/// <summary>The two commands of the quick start, on a user's own long CSV.</summary>
public sealed class TrainForecastTests : IDisposable
{
    readonly WorkFolder _folder = new();
    readonly string _data;
    readonly string _artefact;

    public TrainForecastTests()
    {
        _data = _folder.Write("my.csv", SampleData.LongCsv(600));
        _artefact = _folder["my.presage"];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TrainAndForecast_OwnCsv_GiveATableInTheUsersUnits()
    {
        var train = CommandRun.Of("train", "ridge", "--data", _data, "--out", _artefact);
        var forecast = CommandRun.Of("forecast", "--model", _artefact, "--data", _data);

        Assert.Equal(0, train.ExitCode);
        Assert.Contains($"presage forecast --model {_artefact} --data {_data}", train.Out, StringComparison.Ordinal);
        Assert.Equal(0, forecast.ExitCode);
        Assert.Equal(["my.csv", "my.presage"], _folder.Entries);
        Assert.Contains("from 2026-01-11 05:45:00 +00:00, one step each 15 min.", forecast.Out, StringComparison.Ordinal);
        Assert.Equal(4, forecast.Out.Split('\n').Count(line => line.TrimStart().Split(' ')[0] is "api" or "cart"));
    }

    [Fact]
    public void Forecast_Csv_HasEveryStepInsideItsBands()
    {
        Train("ridge");

        var lines = CommandRun.Of("forecast", "--model", _artefact, "--data", _data, "--csv").Out.TrimEnd('\n').Split('\n');

        Assert.Equal("entity,metric,time,step,yhat,yhat_lower_80,yhat_upper_80,yhat_lower_95,yhat_upper_95", lines[0]);
        Assert.Equal(1 + (4 * 24), lines.Length);
        Assert.StartsWith("api,cpu,2026-01-11T06:00:00+00:00,1,", lines[1], StringComparison.Ordinal);
        foreach (var fields in lines.Skip(1).Select(line => line.Split(',')))
        {
            var numbers = fields.Skip(4).Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
            Assert.InRange(numbers[0], numbers[1], numbers[2]);
            Assert.InRange(numbers[1], numbers[3], numbers[4]);
            Assert.InRange(numbers[2], numbers[3], numbers[4]);
            Assert.InRange(numbers[0], 20, 85);
        }
    }

    [Fact]
    public void Forecast_Json_NamesArtefactOriginAndPoints()
    {
        Train("ridge");

        var run = CommandRun.Of("forecast", "--model", _artefact, "--data", _data, "--json", "--horizon", "3");

        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal("forecast", root.GetProperty("command").GetString());
        Assert.Equal("ridge", root.GetProperty("model").GetProperty("id").GetString());
        var first = root.GetProperty("forecasts")[0];
        Assert.Equal("2026-01-11T05:45:00+00:00", first.GetProperty("origin").GetString());
        var points = first.GetProperty("points").EnumerateArray().ToArray();
        Assert.Equal([1, 2, 3], points.Select(point => point.GetProperty("step").GetInt32()));
        Assert.All(points, point => Assert.True(point.GetProperty("yhatLower95").GetDouble() < point.GetProperty("yhatUpper95").GetDouble()));
    }

    [Fact]
    public void Forecast_Report_IsOnePage()
    {
        Train("ridge");

        var run = CommandRun.Of("forecast", "--model", _artefact, "--data", _data, "--report", _folder["next.html"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\"forecastTimesMs\":[", File.ReadAllText(_folder["next.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Json_JudgesOnTheTestPart()
    {
        var run = CommandRun.Of("train", "ridge", "--data", _data, "--out", _artefact, "--json", "--horizon", "8");

        using var document = JsonDocument.Parse(run.Out);
        Assert.Equal("train", document.RootElement.GetProperty("command").GetString());
        var rows = document.RootElement.GetProperty("results").EnumerateArray();
        Assert.Equal(["8", "all"], rows.Select(row => row.GetProperty("horizon").GetString()!));
    }

    [Fact]
    public void Train_SameSeedTwice_GivesTheSameBytes()
    {
        string[] train = ["train", Trainable.Model, "--data", _data, .. Trainable.Small];

        Assert.Equal(0, CommandRun.Of([.. train, "--out", _folder["one.presage"]]).ExitCode);
        Assert.Equal(0, CommandRun.Of([.. train, "--out", _folder["two.presage"]]).ExitCode);

        Assert.Equal(File.ReadAllBytes(_folder["one.presage"]), File.ReadAllBytes(_folder["two.presage"]));
    }

    [Fact]
    public void Forecast_EntityNotTrainedOn_IsForecastWithAWarning()
    {
        Train("ridge", "--entities", "api");

        var run = CommandRun.Of("forecast", "--model", _artefact, "--data", _data);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning: cart: not in the data the model was trained on", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Forecast_EntityHardlyObservedAtItsEnd_IsNamedAndLeftOut()
    {
        Train("ridge");
        var gappy = _folder.Write("gappy.csv", SampleData.LongCsv(600, (step, line) =>
            step > 450 && step % 14 > 1 && line.StartsWith("cart", StringComparison.Ordinal) ? SampleData.WithValue(line, "") : line));

        var run = CommandRun.Of("forecast", "--model", _artefact, "--data", gappy, "--csv");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not enough observations at the end of cart", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("cart,", run.Out, StringComparison.Ordinal);
        Assert.Contains("api,cpu,", run.Out, StringComparison.Ordinal);
    }

    void Train(string model, params string[] more) =>
        Assert.Equal(0, CommandRun.Of(["train", model, "--data", _data, "--out", _artefact, "--quiet", .. more]).ExitCode);
}
