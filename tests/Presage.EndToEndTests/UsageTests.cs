namespace Presage.EndToEndTests;

public sealed class UsageTests
{
    [Fact]
    public void Run_NoVerb_ShowsHelpAndRefuses()
    {
        var run = CommandRun.Of();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Examples:", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public void Run_Help_ListsExitCodes()
    {
        var run = CommandRun.Of("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("130  cancelled", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MistypedVerb_NamesTheNearest()
    {
        var run = CommandRun.Of("completio");

        run.AssertRefused(2, "'completio'", "The nearest is 'completion'");
    }

    [Fact]
    public void Completion_UnknownShell_NamesTheKnownOnes()
    {
        var run = CommandRun.Of("completion", "tcsh");

        run.AssertRefused(2, "'tcsh'", "bash", "zsh", "fish", "powershell");
    }
}
