using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Presage.Cli.Commands;

namespace Presage.Cli;

/// <summary>The parser's help, followed by examples; that of the whole command also lists the exit codes.</summary>
sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        switch (parseResult.CommandResult.Command)
        {
            case Verb verb:
                WriteSections(output, verb.Sections);
                WriteExamples(output, verb.Examples);
                break;
            case RootCommand:
                WriteExamples(output, PresageCommandLine.Examples);
                WriteExitCodes(output);
                break;
        }

        return ExitCode.Ok;
    }

    static void WriteSections(TextWriter output, IReadOnlyList<HelpSection> sections)
    {
        foreach (var section in sections)
        {
            output.WriteLine($"{section.Title}:");
            var width = section.Entries.Max(entry => entry.Name.Length);
            foreach (var (name, explanation) in section.Entries)
            {
                output.WriteLine($"  {name.PadRight(width)}  {explanation}");
            }

            output.WriteLine();
        }
    }

    static void WriteExamples(TextWriter output, IReadOnlyList<Example> examples)
    {
        if (examples.Count == 0)
        {
            return;
        }

        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  # {example.Purpose}");
            output.WriteLine($"  presage {example.Line}");
        }

        output.WriteLine();
    }

    static void WriteExitCodes(TextWriter output)
    {
        output.WriteLine("Exit codes:");
        output.WriteLine($"  {ExitCode.Ok,-3}  done");
        output.WriteLine($"  {ExitCode.RuntimeFailure,-3}  runtime failure (disk full, no network)");
        output.WriteLine($"  {ExitCode.Usage,-3}  the command line is wrong");
        output.WriteLine($"  {ExitCode.BadData,-3}  the data or the artefact cannot be used");
        output.WriteLine($"  {ExitCode.QualityGate,-3}  a bound of --fail-above was exceeded");
        output.WriteLine($"  {ExitCode.Cancelled,-3}  cancelled");
        output.WriteLine();
    }
}
