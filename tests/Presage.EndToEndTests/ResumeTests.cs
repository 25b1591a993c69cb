using Presage.Cli.Output;

namespace Presage.EndToEndTests;

/// <summary>Ctrl-C leaves a checkpoint, and <c>--resume</c> ends where an undisturbed training would have ended.</summary>
public sealed class ResumeTests : IDisposable
{
    readonly WorkFolder _folder = new();
    readonly string _data;

    public ResumeTests() => _data = _folder.Write("my.csv", SampleData.LongCsv(600));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_InterruptedAndResumed_GivesTheBytesOfAnUndisturbedTraining()
    {
        Assert.Equal(0, CommandRun.Of(Train("whole.presage")).ExitCode);
        using var interruption = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new CancellingWriter($"{Trainable.Model}: 50 %", interruption);

        var interrupted = CommandRun.Of(
            new Terminal { Out = output, Error = error, Clock = new LeapingClock() }, interruption.Token, Train("parts.presage"));

        interrupted.AssertRefused(130, "cancelled", "--resume", "parts.presage.checkpoint");
        Assert.Equal(["my.csv", "parts.presage.checkpoint", "whole.presage"], _folder.Entries);

        var resumed = CommandRun.Of([.. Train("parts.presage"), "--resume"]);

        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("going on from", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(["my.csv", "parts.presage", "whole.presage"], _folder.Entries);
        Assert.Equal(File.ReadAllBytes(_folder["whole.presage"]), File.ReadAllBytes(_folder["parts.presage"]));
    }

    [UnixFact]
    public void Train_ControlC_LeavesACheckpointAndNoArtefact()
    {
        string[] endless = [.. Train("my.presage"), "--set", "steps=100000"];
        using var process = ChildProcess.Start(endless);

        process.WaitForError($"{Trainable.Model}: 0 %");
        process.PressControlC();
        var run = process.Finish();

        run.AssertRefused(130, "cancelled", "--resume");
        Assert.Equal(["my.csv", "my.presage.checkpoint"], _folder.Entries);
    }

    [Fact]
    public void Train_ResumeWithAnotherSeed_IsRefused()
    {
        Interrupt("my.presage");

        var run = CommandRun.Of([.. Train("my.presage"), "--resume", "--seed", "2"]);

        run.AssertRefused(3, "my.presage.checkpoint", "another run");
        Assert.Equal(["my.csv", "my.presage.checkpoint"], _folder.Entries);
    }

    [Fact]
    public void Train_ResumeFromADamagedCheckpoint_IsRefused()
    {
        Interrupt("my.presage");
        var bytes = File.ReadAllBytes(_folder["my.presage.checkpoint"]);
        bytes[bytes.Length / 2] ^= 1;
        _folder.Write("my.presage.checkpoint", bytes);

        CommandRun.Of([.. Train("my.presage"), "--resume"]).AssertRefused(3, "my.presage.checkpoint", "damaged");
    }

    [Fact]
    public void Train_ResumeWithoutCheckpoint_StartsAndSaysSo()
    {
        var run = CommandRun.Of([.. Train("my.presage"), "--resume"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("training from the start", run.Error, StringComparison.Ordinal);
    }

    void Interrupt(string name)
    {
        using var interruption = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new CancellingWriter($"{Trainable.Model}: 0 %", interruption);
        var run = CommandRun.Of(
            new Terminal { Out = output, Error = error, Clock = new LeapingClock() }, interruption.Token, Train(name));
        Assert.Equal(130, run.ExitCode);
    }

    string[] Train(string name) => ["train", Trainable.Model, "--data", _data, "--out", _folder[name], .. Trainable.Small];
}
