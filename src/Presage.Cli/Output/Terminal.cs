using Spectre.Console;

namespace Presage.Cli.Output;

/// <summary>Where a command writes: results on <see cref="Out"/>, progress, logs and errors on <see cref="Error"/>.</summary>
sealed class Terminal
{
    // Wide enough that a redirected table is never wrapped into unreadable lines.
    const int RedirectedWidth = 240;

    /// <summary>Results: tables, JSON, CSV.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Everything that is not a result.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>True where a person sees <see cref="Out"/>, so that it may have colour.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>True where a person sees <see cref="Error"/>, so that a progress bar may move on it.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>The clock of reports and of progress.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    bool ColourAllowed => string.IsNullOrEmpty(Variable("NO_COLOR"));

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
    };

    /// <summary>Draws on <see cref="Out"/>: tables.</summary>
    public IAnsiConsole CreateOutConsole() => CreateConsole(Out, OutIsTerminal);

    /// <summary>Draws on <see cref="Error"/>: progress.</summary>
    public IAnsiConsole CreateErrorConsole() => CreateConsole(Error, ErrorIsTerminal);

    IAnsiConsole CreateConsole(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && ColourAllowed ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
