using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Presage.Cli.Commands;
using Presage.Cli.Output;
using Presage.Models;

namespace Presage.Cli;

/// <summary>The <c>presage</c> command: its verbs, and how a run ends.</summary>
static class PresageCommandLine
{
    const string VerboseVariable = "PRESAGE_DEBUG";

    /// <summary>The way from a first look to an own forecast.</summary>
    public static IReadOnlyList<Example> Examples { get; } =
    [
        new("demo", "see it work on a generated cluster trace, in a few minutes"),
        new("train dual-channel --data my.csv --out my.presage", "learn from your own metrics (series,timestamp,value)"),
        new("forecast --model my.presage --data my.csv", "what comes next, with calibrated bands"),
        new("evaluate dual-channel,ridge,last --data my.csv", "what a model is worth on your data, against simple ones"),
    ];

    /// <summary>Builds the verbs; also what the completion scripts ask.</summary>
    public static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("Forecasts load and performance of backend services from the metrics they already have.")
        {
            DemoCommand.Create(terminal),
            DatasetsCommand.Create(terminal),
            TrainCommand.Create(terminal),
            EvaluateCommand.Create(terminal),
            ForecastCommand.Create(terminal),
            SimulateCommand.Create(terminal),
            BenchCommand.Create(terminal),
            CompletionCommand.Create(terminal),
        };
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction action })
            {
                option.Action = new HelpWithExamples(action);
            }
        }

        return root;
    }

    /// <summary>Runs one command line and says how it ended, as an <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        var root = Create(terminal);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (arguments.Count == 0)
        {
            configuration.Output = terminal.Error;
            await root.Parse("--help").InvokeAsync(configuration, cancellation);
            return ExitCode.Usage;
        }

        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(parsed, terminal);
        }

        try
        {
            var exitCode = await parsed.InvokeAsync(configuration, cancellation);
            await terminal.Out.FlushAsync(CancellationToken.None);
            return exitCode;
        }
        catch (Exception exception)
        {
            var failure = Failure.Of(exception);
            await terminal.Error.WriteLineAsync($"error: {failure.Message}");
            if (arguments.Contains("--verbose") || terminal.Variable(VerboseVariable) == "1")
            {
                await terminal.Error.WriteLineAsync(exception.ToString());
            }

            return failure.ExitCode;
        }
    }

    static int Refuse(ParseResult parsed, Terminal terminal)
    {
        var command = parsed.CommandResult.Command;
        foreach (var error in parsed.Errors)
        {
            // With a word that is no verb, "no verb was given" says nothing more.
            if (parsed.UnmatchedTokens is not [var wrong, ..]
                || error.SymbolResult is not CommandResult
                || error.Message.Contains(wrong, StringComparison.Ordinal))
            {
                terminal.Error.WriteLine($"error: {error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal)}");
            }
        }

        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            var names = unknown.StartsWith('-') ? command.Options.Select(option => option.Name) : command.Subcommands.Select(verb => verb.Name);
            string[] known = [.. names];
            if (known.Length > 0)
            {
                terminal.Error.WriteLine($"The nearest is '{NearestName.Find(unknown, known)}'.");
            }
        }

        terminal.Error.WriteLine($"'{Words(parsed.CommandResult)} --help' shows what there is.");
        return ExitCode.Usage;
    }

    static string Words(CommandResult result) => result.Parent is CommandResult parent
        ? $"{Words(parent)} {result.Command.Name}"
        : "presage";
}
