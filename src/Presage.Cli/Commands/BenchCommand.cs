using System.Globalization;
using Presage.Cli.Benchmarks;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Spectre.Console;

namespace Presage.Cli.Commands;

/// <summary><c>presage bench</c>: how fast the engine is on this machine.</summary>
static class BenchCommand
{
    // Long enough for a steady median of the slowest case, short enough that all fit into half a minute.
    static readonly TimeSpan CaseBudget = TimeSpan.FromSeconds(1.5);

    public static Verb Create(Terminal terminal)
    {
        var run = new RunOptions();
        var verb = new Verb("bench", "Measure the engine on this machine, on one thread and on all")
        {
            Examples =
            [
                new("bench", "a table, in about half a minute"),
                new("bench --json", "the same for a program"),
            ],
        };
        run.AddTo(verb, withSeed: false);
        verb.SetAction(async (parsed, cancellation) =>
        {
            var started = terminal.Clock.GetTimestamp();
            var journal = new Journal(terminal, parsed.GetValue(run.Quiet));
            var threads = parsed.GetValue(run.Threads);
            var results = await journal.TrackAsync(progress => Task.Run(
                () => Measure(terminal.Clock, threads, progress, cancellation), cancellation));
            var environment = new RunEnvironment(threads, terminal.Clock.GetElapsedTime(started).TotalSeconds, terminal.Clock.GetUtcNow());
            if (parsed.GetValue(run.Json))
            {
                WriteJson(results, environment, terminal.Out);
            }
            else
            {
                WriteTable(results, terminal.CreateOutConsole());
            }

            return ExitCode.Ok;
        });
        return verb;
    }

    static List<BenchmarkResult> Measure(TimeProvider clock, int threads, IWorkProgress progress, CancellationToken cancellation)
    {
        var timer = new BenchmarkTimer(clock, CaseBudget);
        int[] counts = threads == 1 ? [1] : [1, threads];
        var results = new List<BenchmarkResult>();
        foreach (var one in EngineCases.All)
        {
            foreach (var count in counts)
            {
                progress.Report("bench", (double)results.Count / (EngineCases.All.Count * counts.Length), one.Name);
                results.Add(timer.Measure(one, count, cancellation));
            }
        }

        return results;
    }

    static void WriteTable(List<BenchmarkResult> results, IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("what");
        foreach (var title in new[] { "threads", "median ms", "best ms", "GFLOP/s", "windows/s", "managed bytes" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var result in results)
        {
            table.AddRow(
                Markup.Escape(result.Name),
                Text($"{result.Threads}"),
                Text($"{result.MedianMs:0.0000}"),
                Text($"{result.BestMs:0.0000}"),
                result.GigaflopsPerSecond is { } speed ? Text($"{speed:0.0}") : "-",
                Text($"{result.ItemsPerSecond:N0}"),
                Text($"{result.ManagedBytes:N0}"));
        }

        console.Write(table);
        console.WriteLine(Text($"{RunEnvironment.VectorBits}-bit vectors, {Environment.ProcessorCount} processors."));
    }

    static void WriteJson(List<BenchmarkResult> results, RunEnvironment environment, TextWriter output) => JsonText.Write(output, json =>
    {
        json.WriteString("command", "bench");
        json.WriteStartArray("results");
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("name", result.Name);
            json.WriteNumber("threads", result.Threads);
            json.WriteFinite("medianMs", result.MedianMs);
            json.WriteFinite("bestMs", result.BestMs);
            json.WriteFinite("gigaflopsPerSecond", result.GigaflopsPerSecond);
            json.WriteFinite("windowsPerSecond", result.ItemsPerSecond);
            json.WriteNumber("managedBytes", result.ManagedBytes);
            json.WriteNumber("runs", result.Runs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        environment.Write(json);
    });

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
