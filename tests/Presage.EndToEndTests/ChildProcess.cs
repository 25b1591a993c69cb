using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Presage.EndToEndTests;

/// <summary>The built command as a process of its own, for what cannot be seen from inside: signals, limits, redirection.</summary>
sealed partial class ChildProcess : IDisposable
{
    const int Interrupt = 2;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process _process;
    readonly Task<string> _output;

    ChildProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>The built command's path.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "presage.dll");

    public static ChildProcess Start(params string[] arguments) => Launch("dotnet", [Program, .. arguments]);

    /// <summary>Runs a line of bash in which <c>presage</c> is the built command.</summary>
    public static ChildProcess StartInBash(string line) => Launch("bash", ["-c", $"presage() {{ dotnet '{Program}' \"$@\"; }}; {line}"]);

    /// <summary>Reads standard error up to a line that contains <paramref name="text"/>.</summary>
    public void WaitForError(string text)
    {
        while (_process.StandardError.ReadLine() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"The process ended without writing '{text}' to standard error.");
    }

    /// <summary>Presses Ctrl-C.</summary>
    public void PressControlC() => Assert.Equal(0, Kill(_process.Id, Interrupt));

    /// <summary>Waits for the end; standard error is what was not read before.</summary>
    public CommandRun Finish()
    {
        var error = _process.StandardError.ReadToEnd();
        Assert.True(_process.WaitForExit(Patience), string.Create(CultureInfo.InvariantCulture, $"still running after {Patience}: {error}"));
        return new CommandRun(_process.ExitCode, _output.GetAwaiter().GetResult(), error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    static ChildProcess Launch(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ChildProcess(Process.Start(start)!);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
