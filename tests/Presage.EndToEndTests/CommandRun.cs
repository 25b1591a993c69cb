using Presage.Cli;
using Presage.Cli.Output;

namespace Presage.EndToEndTests;

/// <summary>One run of the command inside this process, with everything it wrote.</summary>
sealed record CommandRun(int ExitCode, string Out, string Error)
{
    public static CommandRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static CommandRun Of(CancellationToken cancellation, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return Of(new Terminal { Out = output, Error = error }, cancellation, arguments);
    }

    /// <summary>Runs on a terminal of the test's own, whose writers are string writers.</summary>
    public static CommandRun Of(Terminal terminal, CancellationToken cancellation, params string[] arguments)
    {
        var exitCode = PresageCommandLine.RunAsync(arguments, terminal, cancellation).GetAwaiter().GetResult();
        return new CommandRun(exitCode, terminal.Out.ToString()!, terminal.Error.ToString()!);
    }

    /// <summary>Fails unless the run ended in one clear message with this code and nothing on standard output.</summary>
    public void AssertRefused(int exitCode, params string[] messageParts)
    {
        Assert.True(exitCode == ExitCode, $"exit code {ExitCode}, expected {exitCode}; standard error:\n{Error}");
        foreach (var part in messageParts)
        {
            Assert.Contains(part, Error, StringComparison.Ordinal);
        }

        Assert.StartsWith("error: ", LastError(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.Empty(Out);
    }

    string LastError() => Error.Split('\n').LastOrDefault(line => line.StartsWith("error: ", StringComparison.Ordinal)) ?? Error;
}
