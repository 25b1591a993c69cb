using System.Globalization;
using System.Text.Json;

namespace Presage.EndToEndTests;

public sealed class EvaluateResultTests : IDisposable
{
    readonly WorkFolder _folder = new();
    readonly string _data;

    public EvaluateResultTests() => _data = _folder.Write("cpu.csv", SampleData.LongCsv(600));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Evaluate_Json_HasTheDocumentedMembers()
    {
        var run = CommandRun.Of("evaluate", "ridge,last", "--data", _data, "--json");

        Assert.Equal(0, run.ExitCode);
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal("evaluate", root.GetProperty("command").GetString());
        Assert.Equal(_data, root.GetProperty("data").GetString());
        Assert.Equal("default", root.GetProperty("protocol").GetString());
        Assert.Equal(JsonValueKind.Object, root.GetProperty("environment").ValueKind);
        var rows = root.GetProperty("results").EnumerateArray().ToArray();
        var last = rows.Where(row => row.GetProperty("model").GetString() == "last");
        Assert.Equal(["1", "12", "24", "all"], last.Select(row => row.GetProperty("horizon").GetString()!));
        foreach (var row in rows)
        {
            string[] members =
            [
                "model", "variant", "horizon", "seed", "mse", "mae", "rmse", "mape", "wape", "smape", "r2", "parameters", "trainSeconds",
                "epochs", "lookback", "windows",
                "bands", "coverage80", "coverage95", "width80", "width95", "intervalScore80", "intervalScore95",
                "splitCoverage80", "splitWidth95", "adaptiveCoverage80", "adaptiveWidth95", "quantileCoverage80", "quantileWidth95",
            ];
            Assert.All(members, member => Assert.True(row.TryGetProperty(member, out _), member));
            Assert.Equal(row.GetProperty("mse").GetDouble(), Math.Pow(row.GetProperty("rmse").GetDouble(), 2), 1e-9);
        }

        Assert.Equal(2 * rows.Length, root.GetProperty("perMetric").GetArrayLength());
        Assert.Contains(root.GetProperty("significance").EnumerateArray(), row =>
            row.GetProperty("model").GetString() == "ridge"
            && row.GetProperty("against").GetString() == "last"
            && row.GetProperty("p").GetDouble() is >= 0 and <= 1);
    }

    [Fact]
    public void Evaluate_Csv_HasAsManyFieldsAsItsHeader()
    {
        var run = CommandRun.Of("evaluate", "last", "--data", _data, "--csv", "--quiet");

        Assert.Empty(run.Error);
        var lines = run.Out.TrimEnd('\n').Split('\n');
        Assert.StartsWith("model,variant,horizon,seed,metric,mse,mae", lines[0], StringComparison.Ordinal);
        Assert.Equal(1 + (4 * 3), lines.Length);
        Assert.All(lines, line => Assert.Equal(lines[0].Split(',').Length, line.Split(',').Length));
    }

    [Fact]
    public void Evaluate_Table_MarksTheSmallestErrorOfEachColumn()
    {
        var run = CommandRun.Of("evaluate", "ridge,last", "--data", _data);

        var ridge = run.Out.Split('\n').First(line => line.TrimStart().StartsWith("ridge ", StringComparison.Ordinal));
        var last = run.Out.Split('\n').First(line => line.TrimStart().StartsWith("last ", StringComparison.Ordinal));
        Assert.Equal(4, (ridge + last).Count(letter => letter == '*'));
        Assert.Contains("MSE by metric, steps 1-24", run.Out, StringComparison.Ordinal);
        Assert.Contains("MSE of ridge less that of the others", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_OneAndTwoThreads_GiveTheSameNumbers()
    {
        var one = CommandRun.Of("evaluate", "ridge,last", "--data", _data, "--json", "--threads", "1");
        var two = CommandRun.Of("evaluate", "ridge,last", "--data", _data, "--json", "--threads", "2");

        Assert.Equal(Errors(one.Out), Errors(two.Out));
    }

    [Fact]
    public void Evaluate_HorizonsAndLookback_AreUsed()
    {
        var run = CommandRun.Of("evaluate", "last", "--data", _data, "--json", "--lookback", "16", "--horizons", "8,2");

        using var document = JsonDocument.Parse(run.Out);
        var rows = document.RootElement.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["2", "8", "all"], rows.Select(row => row.GetProperty("horizon").GetString()!));
        Assert.All(rows, row => Assert.Equal(16, row.GetProperty("lookback").GetInt32()));
    }

    [Fact]
    public void Evaluate_Entities_KeepsOnlyThese()
    {
        var run = CommandRun.Of("evaluate", "last", "--data", _data, "--json", "--entities", "api", "--metrics", "cpu");

        using var document = JsonDocument.Parse(run.Out);
        var all = document.RootElement.GetProperty("results").EnumerateArray().Last();
        Assert.Equal(24 * all.GetProperty("windows").GetInt64(), all.GetProperty("points").GetInt64());
    }

    [Fact]
    public void Evaluate_Report_IsOnePageWithTheTable()
    {
        var report = _folder["report.html"];

        var run = CommandRun.Of("evaluate", "ridge,last", "--data", _data, "--report", report);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["cpu.csv", "report.html"], _folder.Entries);
        var page = File.ReadAllText(report);
        Assert.Contains("presage evaluate ridge,last", page, StringComparison.Ordinal);
        Assert.Contains("\"model\":\"ridge\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_Verbose_ShowsWhereAnErrorCameFrom()
    {
        var run = CommandRun.Of("evaluate", "last", "--data", _folder["no.csv"], "--verbose");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("   at Presage.", run.Error, StringComparison.Ordinal);
    }

    static IEnumerable<string> Errors(string json)
    {
        using var document = JsonDocument.Parse(json);
        var rows = document.RootElement.GetProperty("results").EnumerateArray();
        return [.. rows.Select(row => row.GetProperty("mse").GetDouble().ToString("R", CultureInfo.InvariantCulture))];
    }
}
