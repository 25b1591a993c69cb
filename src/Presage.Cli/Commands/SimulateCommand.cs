using System.CommandLine;
using System.Globalization;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Presage.Simulation;
using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Sinks;
using Spectre.Console;

namespace Presage.Cli.Commands;

/// <summary><c>presage simulate</c>: telemetry of a shop whose faults are known exactly.</summary>
sealed class SimulateCommand
{
    readonly Terminal _terminal;
    readonly SimulationOptionSet _simulation = new();
    readonly RunOptions _run = new();
    readonly Option<string> _out = new("--out", "-o")
    {
        Description = "The folder to write into; made where it is missing",
        HelpName = "FOLDER",
        Required = true,
    };

    SimulateCommand(Terminal terminal) => _terminal = terminal;

    public static Verb Create(Terminal terminal)
    {
        var command = new SimulateCommand(terminal);
        var verb = new Verb("simulate", "Make telemetry of a simulated shop of services, with faults that are known exactly")
        {
            Examples =
            [
                new("simulate shop-12 --days 2 --faults 5 --out shop", "metrics, spans, logs and truth; then: presage evaluate ridge --data shop"),
                new("simulate shop-12 --load api=+50% --out busy", "the same requests and half as many again: what if"),
                new("simulate mesh-60 --days 7 --migrations 3 --out mesh", "a larger shop whose graph changes"),
            ],
            Sections = [new HelpSection("Presets", SimulationOptionSet.PresetHelp)],
        };
        command._simulation.AddTo(verb);
        verb.Options.Add(command._out);
        verb.Options.Add(command._run.Seed);
        command._run.AddOutputTo(verb);
        verb.SetAction(command.RunAsync);
        return verb;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var started = _terminal.Clock.GetTimestamp();
        var journal = new Journal(_terminal, parsed.GetValue(_run.Quiet));
        var folder = parsed.GetRequiredValue(_out);
        if (File.Exists(folder))
        {
            throw new UsageException($"{_out.Name} {folder}: this is a file; give the name of a folder.");
        }

        var options = _simulation.In(parsed, parsed.GetValue(_run.Seed));
        using var sink = new FolderSink(folder);
        var summary = await journal.TrackAsync(progress => Task.Run(() => Simulate(options, sink, progress, cancellation), cancellation));
        var seconds = _terminal.Clock.GetElapsedTime(started).TotalSeconds;
        if (parsed.GetValue(_run.Json))
        {
            WriteJson(options, summary, sink.Files, seconds);
        }
        else
        {
            Write(options, summary, folder, seconds);
        }

        return ExitCode.Ok;
    }

    static SimulationSummary Simulate(SimulationOptions options, FolderSink sink, IWorkProgress progress, CancellationToken cancellation) =>
        Simulator.Run(
            options,
            sink,
            new DirectProgress<SimulationProgress>(at => progress.Report(
                options.Topology.Name,
                at.Simulated / at.Duration,
                string.Create(CultureInfo.InvariantCulture, $"{at.Calls:N0} calls"))),
            cancellation);

    void Write(SimulationOptions options, SimulationSummary summary, string folder, double seconds)
    {
        var failed = summary.Requests > 0 ? (double)summary.FailedRequests / summary.Requests : 0;
        _terminal.Out.WriteLine(Text(
            $"{options.Topology.Name}: {DurationText.Show(options.Duration)}, {summary.Requests:N0} requests ({failed:P2} failed), {summary.Calls:N0} service calls."));
        _terminal.Out.WriteLine(Text(
            $"{summary.Bins:N0} bins of metrics, {summary.Spans:N0} spans, {summary.Logs:N0} log records; {summary.Calls / Math.Max(seconds, 1e-3):N0} calls simulated a second."));
        if (options.Faults.Count > 0)
        {
            WriteFaults(options);
        }

        _terminal.Out.WriteLine($"Written into {Path.GetFullPath(folder)}; what really happened is in its folder truth.");
    }

    void WriteFaults(SimulationOptions options)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var title in new[] { "fault", "where", "from (UTC)", "to", "severity", "onset" })
        {
            table.AddColumn(title);
        }

        foreach (var fault in options.Faults)
        {
            table.AddRow(
                fault.Kind.ToString(),
                Markup.Escape(fault.Target),
                Text($"{options.Start.UtcDateTime + fault.Start:yyyy-MM-dd HH:mm:ss}"),
                Text($"{options.Start.UtcDateTime + fault.End:yyyy-MM-dd HH:mm:ss}"),
                Text($"{fault.Severity:0.00}"),
                fault.Onset == FaultOnset.Sudden ? "sudden" : "gradual");
        }

        _terminal.CreateOutConsole().Write(table);
    }

    void WriteJson(SimulationOptions options, SimulationSummary summary, IReadOnlyList<string> files, double seconds) => JsonText.Write(_terminal.Out, json =>
    {
        json.WriteString("command", "simulate");
        json.WriteString("topology", options.Topology.Name);
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("days", options.Duration.TotalDays);
        json.WriteNumber("faults", options.Faults.Count);
        json.WriteNumber("requests", summary.Requests);
        json.WriteNumber("failedRequests", summary.FailedRequests);
        json.WriteNumber("calls", summary.Calls);
        json.WriteNumber("spans", summary.Spans);
        json.WriteNumber("logs", summary.Logs);
        json.WriteNumber("bins", summary.Bins);
        json.WriteNumber("seconds", seconds);
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
    });

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
