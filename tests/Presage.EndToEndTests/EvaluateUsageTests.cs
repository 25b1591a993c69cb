namespace Presage.EndToEndTests;

/// <summary>Command lines that ask for what does not exist: exit code 2 before any data are read.</summary>
public sealed class EvaluateUsageTests : IDisposable
{
    readonly WorkFolder _folder = new();
    readonly string _data;

    public EvaluateUsageTests() => _data = _folder.Write("cpu.csv", SampleData.LongCsv(600));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lest", new string[0], "no model 'lest'", "nearest is 'last'")]
    [InlineData(",", new string[0], "names no model", "last")]
    [InlineData("ridge", new[] { "--set", "ridgee=3" }, "ridgee", "nearest")]
    [InlineData("ridge", new[] { "--set", "share" }, "'share'", "key=value")]
    [InlineData("ridge", new[] { "--set", "share=nobody" }, "share", "'nobody'")]
    [InlineData("last", new[] { "--format", "excel" }, "--format excel", "long-csv")]
    [InlineData("last", new[] { "--protocol", "clister" }, "no protocol 'clister'", "nearest is 'cluster'")]
    [InlineData("last", new[] { "--horizons", "1,two" }, "--horizons", "'two'")]
    [InlineData("last", new[] { "--horizons", "0" }, "--horizons", "'0'")]
    [InlineData("last", new[] { "--lookback", "-5" }, "--lookback -5", "between 1 and")]
    [InlineData("last", new[] { "--lookback", "many" }, "many", "--lookback")]
    [InlineData("last", new[] { "--seeds", "0" }, "--seeds 0", "between 1 and 100")]
    [InlineData("last", new[] { "--threads", "0" }, "--threads 0", "between 1 and")]
    [InlineData("last", new[] { "--fail-above", "mse" }, "--fail-above 'mse'", "mse=0.5")]
    [InlineData("last", new[] { "--from", "yesterday" }, "--from 'yesterday'", "not a time")]
    [InlineData("last", new[] { "--time-zone", "Mars/Olympus" }, "--time-zone 'Mars/Olympus'", "Europe/Berlin")]
    [InlineData("last", new[] { "--step", "fast" }, "--step 'fast'", "60s")]
    [InlineData("last", new[] { "--sed", "3" }, "'--sed'", "nearest is '--se")]
    public void Evaluate_WrongWord_NamesItAndWhatThereIs(string model, string[] options, string wrong, string right)
    {
        var run = CommandRun.Of(["evaluate", model, "--data", _data, .. options]);

        run.AssertRefused(2, wrong, right);
        Assert.Equal(["cpu.csv"], _folder.Entries);
    }

    [Fact]
    public void Evaluate_NoData_NamesTheOption() => CommandRun.Of("evaluate", "last").AssertRefused(2, "--data");

    [Fact]
    public void Evaluate_ReportIntoMissingFolder_IsRefusedBeforeTheRun()
    {
        var run = CommandRun.Of("evaluate", "last", "--data", _data, "--report", _folder["reports/a.html"]);

        run.AssertRefused(2, "--report", $"'{_folder["reports"]}' does not exist");
    }

    [UnixFact]
    public void Evaluate_ReportOntoAFullDisk_FailsAtRunTime()
    {
        var run = CommandRun.Of("evaluate", "last", "--data", _data, "--report", "/dev/full");

        run.AssertRefused(1, "No space left on device");
        Assert.Equal(["cpu.csv"], _folder.Entries);
    }

    [Fact]
    public void Evaluate_ErrorAboveTheBound_FailsTheGateAfterPrintingTheResult()
    {
        var run = CommandRun.Of("evaluate", "last", "--data", _data, "--fail-above", "mse=0.0001");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("mse of last", run.Error, StringComparison.Ordinal);
        Assert.Contains("above 0.0001", run.Error, StringComparison.Ordinal);
        Assert.Contains("steps 1-24", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ErrorBelowTheBound_Passes() =>
        Assert.Equal(0, CommandRun.Of("evaluate", "last", "--data", _data, "--fail-above", "mse=1000").ExitCode);

    [Fact]
    public void Evaluate_CancelledBeforeItStarts_Ends130()
    {
        var run = CommandRun.Of(new CancellationToken(canceled: true), "evaluate", "ridge", "--data", _data);

        run.AssertRefused(130, "cancelled");
    }
}
