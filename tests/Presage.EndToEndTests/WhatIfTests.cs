using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Presage.EndToEndTests;

/// <summary>A forecast of what would be under another load, as a user asks for it.</summary>
public sealed class WhatIfTests : IDisposable
{
    readonly WorkFolder _folder = new();
    readonly string _data;
    readonly string _artefact;

    public WhatIfTests()
    {
        _data = _folder.Write("services.csv", Services());
        _artefact = _folder["my.presage"];
        var train = CommandRun.Of("train", "ridge", "--data", _data, "--out", _artefact, "--lookback", "12", "--horizon", "4", "--quiet");
        Assert.True(train.ExitCode == 0, train.Error);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Forecast_Load_ShowsUsualAndHypotheticalSideBySide()
    {
        var run = Ask("--load", "+20%");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("with this load", run.Out, StringComparison.Ordinal);
        Assert.Contains("(x 1.2", run.Out, StringComparison.Ordinal);
        Assert.Contains("+20 %", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Forecast_LoadCsv_HasBothForecastsInOneLine()
    {
        var lines = Ask("--load", "2", "--csv").Out.TrimEnd('\n').Split('\n').Select(line => line.Split(',')).ToArray();

        Assert.Equal("yhat", lines[0][4]);
        Assert.Equal(["what_if", "what_if_lower_80", "what_if_upper_80", "what_if_lower_95", "what_if_upper_95"], lines[0][9..]);
        var load = lines.First(fields => fields[1] == "workload");
        Assert.Equal(2 * Number(load[4]), Number(load[9]), 1e-3 * Number(load[9]));
        Assert.All(lines.Skip(1), fields => Assert.True(Number(fields[12]) <= Number(fields[10]) && Number(fields[11]) <= Number(fields[13])));
    }

    [Fact]
    public void Forecast_LoadFarBeyondHistory_WarnsAndSaysSoInJson()
    {
        var run = Ask("--load", "4", "--json", "--report", _folder["what-if.html"]);

        Assert.Contains("warning: more load than was ever seen at", run.Error, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(run.Out);
        Assert.All(document.RootElement.GetProperty("loads").EnumerateArray(), load =>
        {
            Assert.True(load.GetProperty("beyondHistory").GetBoolean());
            Assert.Equal(4, load.GetProperty("whatIf").GetDouble() / load.GetProperty("usual").GetDouble(), 1e-6);
        });
        var point = document.RootElement.GetProperty("forecasts")[0].GetProperty("points")[0];
        Assert.True(point.GetProperty("whatIfUpper95").GetDouble() > point.GetProperty("yhatUpper95").GetDouble());
        Assert.Contains("hypothetical load", File.ReadAllText(_folder["what-if.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Forecast_LoadOfOneServiceWithoutGraph_SaysThatItGuesses()
    {
        var run = Ask("--load", "front=+20%");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning: no graph is known", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--load", "+20%@6h", "leave out '@6h'")]
    [InlineData("--load", "font=2", "--load font=2: There is no service 'font' whose load could change; there are front, store.")]
    [InlineData("--load", "much", "--load 'much': write a factor")]
    [InlineData("--load-metric", "latency_ms", "there is no --load")]
    [InlineData("--graph", "calls.csv", "there is no --load")]
    public void Forecast_BadLoad_IsRefused(string option, string value, string message) => Ask(option, value).AssertRefused(2, message);

    [Fact]
    public void Forecast_MetricThatIsNoLoad_IsNamed() =>
        Ask("--load", "2", "--load-metric", "visits").AssertRefused(2, "no metric 'visits'", "workload, latency_ms");

    [Fact]
    public void Forecast_SimulatedShop_FollowsItsGraph()
    {
        var (shop, artefact) = (_folder["shop"], _folder["shop.presage"]);
        CommandRun.Of("simulate", "shop-12", "--days", "0.06", "--out", shop, "--quiet");
        string[] part = ["--data", shop, "--metrics", "workload,latency_p95_ms", "--quiet"];
        CommandRun.Of(["train", "ridge", .. part, "--out", artefact, "--lookback", "12", "--horizon", "6"]);

        var run = CommandRun.Of(["forecast", "--model", artefact, .. part, "--load", "checkout=2", "--json"]);

        Assert.True(run.ExitCode == 0, run.Error);
        using var document = JsonDocument.Parse(run.Out);
        var factors = document.RootElement.GetProperty("loads").EnumerateArray()
            .ToDictionary(load => load.GetProperty("entity").GetString()!, load => load.GetProperty("factor").GetDouble());
        Assert.Equal(1, factors["api"]);
        Assert.Equal(2, factors["checkout"]);
        Assert.Equal(2, factors["payment"], 1e-6);
        Assert.InRange(factors["cart"], 1.05, 1.95);
    }

    CommandRun Ask(params string[] arguments) =>
        CommandRun.Of(["forecast", "--model", _artefact, "--data", _data, .. arguments]);

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // Two services, the second with twice the calls of the first, whose latency grows with its load.
    static string Services()
    {
        var random = new Random(3);
        var text = new StringBuilder("series,timestamp,value\n");
        for (int minute = 0; minute < 600; minute++)
        {
            double load = 60 + (25 * Math.Sin(2 * Math.PI * minute / 240)) + (4 * random.NextDouble());
            Line("front/workload", load);
            Line("front/latency_ms", 20 + (2 * random.NextDouble()));
            Line("store/workload", 2 * load);
            Line("store/latency_ms", (1000 / (240 - (2 * load))) + random.NextDouble());

            void Line(string series, double value) =>
                text.Append(CultureInfo.InvariantCulture, $"{series},{DateTimeOffset.UnixEpoch.AddMinutes(minute):yyyy-MM-ddTHH:mm:ssZ},{value:0.###}\n");
        }

        return text.ToString();
    }
}
