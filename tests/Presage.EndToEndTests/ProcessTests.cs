namespace Presage.EndToEndTests;

/// <summary>What only a process of its own can show.</summary>
public sealed class ProcessTests : IDisposable
{
    readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void Evaluate_ControlC_Ends130AndLeavesNothing()
    {
        var data = _folder.Write("long.csv", SampleData.LongCsv(20_000));
        using var process = ChildProcess.Start(
            "evaluate", "ridge", "--data", data, "--lookback", "720", "--horizons", "720", "--report", _folder["report.html"]);

        process.WaitForError("80,000 rows");
        process.PressControlC();
        var run = process.Finish();

        run.AssertRefused(130, "cancelled");
        Assert.Equal(["long.csv"], _folder.Entries);
    }

    [UnixFact]
    public void Evaluate_StandardOutputFull_FailsAtRunTime()
    {
        var data = _folder.Write("cpu.csv", SampleData.LongCsv(600));
        using var process = ChildProcess.StartInBash($"presage evaluate last --data '{data}' --csv > /dev/full");

        process.Finish().AssertRefused(1, "No space left on device");
    }

    [UnixFact]
    public void Evaluate_DiskFullWhileTheReportIsWritten_LeavesNothing()
    {
        var data = _folder.Write("cpu.csv", SampleData.LongCsv(600));
        // The runtime maps its own code from a file in memory, to which the limit would apply as well.
        using var process = ChildProcess.StartInBash(
            $"trap '' XFSZ; ulimit -f 8; DOTNET_EnableWriteXorExecute=0 "
            + $"presage evaluate last --data '{data}' --report '{_folder["report.html"]}' --json");

        process.Finish().AssertRefused(1, "report.html");
        Assert.Equal(["cpu.csv"], _folder.Entries);
    }

    [UnixFact]
    public void Evaluate_ReaderOfTheOutputGone_EndsQuietly()
    {
        var data = _folder.Write("cpu.csv", SampleData.LongCsv(600));
        using var process = ChildProcess.StartInBash($"presage evaluate last --data '{data}' --json --quiet | head -n 1");

        var run = process.Finish();

        Assert.Equal("{", run.Out.Trim());
        Assert.Empty(run.Error);
    }
}
