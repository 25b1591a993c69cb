using System.CommandLine;
using Presage.Cli.Forecasts;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Presage.Cli.Reports;
using Presage.Models.Artefacts;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Topology;

namespace Presage.Cli.Commands;

/// <summary><c>presage forecast</c>: what comes next, from a trained artefact.</summary>
sealed class ForecastCommand
{
    readonly Terminal _terminal;
    readonly DataOptions _data = new();
    readonly WhatIfOptions _whatIf = new();
    readonly RunOptions _run = new();
    readonly Option<string> _model = new("--model", "-m")
    {
        Description = "The artefact that 'presage train' wrote",
        HelpName = "FILE.presage",
        Required = true,
    };

    readonly Option<int?> _horizon = new("--horizon")
    {
        Description = "How many steps to show; all the artefact forecasts when not given",
        HelpName = "STEPS",
    };

    readonly Option<bool> _csv = new("--csv") { Description = "Print every step as CSV" };
    readonly Option<string?> _report = new("--report")
    {
        Description = "Also write charts as one HTML file that opens without a network",
        HelpName = "FILE.html",
    };

    ForecastCommand(Terminal terminal)
    {
        _terminal = terminal;
        Bounds.AtLeast(_horizon, 1);
    }

    public static Verb Create(Terminal terminal)
    {
        var command = new ForecastCommand(terminal);
        var verb = new Verb("forecast", "Forecast from the newest values with a trained artefact: calibrated bands, own units")
        {
            Examples =
            [
                new("forecast --model my.presage --data my.csv", "a table of the next steps"),
                new("forecast --model my.presage --data my.csv --csv > next.csv", "every step, for a spreadsheet"),
                new("forecast --model my.presage --data my.csv --report next.html", "charts: history, forecast and bands"),
                new("forecast --model my.presage --data shop --load api=+50%", "latency, errors and the rest if half as many users again came"),
            ],
        };
        verb.Options.Add(command._model);
        command._data.AddWithGraphTo(verb);
        verb.Options.Add(command._horizon);
        command._whatIf.AddTo(verb);
        verb.Options.Add(command._csv);
        verb.Options.Add(command._report);
        command._run.AddOutputTo(verb);
        verb.SetAction(command.RunAsync);
        return verb;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var started = _terminal.Clock.GetTimestamp();
        var journal = new Journal(_terminal, parsed.GetValue(_run.Quiet));
        var report = parsed.GetValue(_report);
        if (report is not null)
        {
            OutputFile.Require(report, "--report");
        }

        var changes = _whatIf.In(parsed);
        if (changes.Count == 0 && report is null && _data.GraphIn(parsed) is { } graph)
        {
            throw new UsageException($"--graph {graph}: a forecast needs a graph to follow a change of load or to draw a map; there is no --load and no --report.");
        }

        var path = parsed.GetRequiredValue(_model);
        using var trained = ArtefactFile.Read(path);
        var steps = parsed.GetValue(_horizon) ?? trained.Window.Horizon;
        if (steps > trained.Window.Horizon)
        {
            throw new UsageException($"--horizon {steps}: '{path}' was trained to forecast {trained.Window.Horizon} steps.");
        }

        // The map of a report and the answer to what if look at the graph, and spans take long to read.
        var data = changes.Count > 0 || report is not null
            ? _data.ReadGraph(parsed, journal, cancellation)
            : new GraphRecording(_data.Read(parsed, journal, cancellation), ServiceGraph.Empty, null);
        var result = await Task.Run(() => trained.Forecast(trained.Align(data.Recording), cancellation), cancellation);
        Warn(journal, result);
        var whatIf = changes.Count > 0 ? WhatIfAnswer.Of(_whatIf, parsed, result, data.Graph, journal, cancellation) : null;
        var forecast = new ForecastView(path, trained, data.Recording, result, steps, _data.Selection.ZoneIn(parsed), whatIf) { Graph = data.Graph };
        if (report is not null)
        {
            var document = ForecastReport.Create(forecast, _terminal.Clock.GetUtcNow(), CommandText.Of(parsed));
            OutputFile.Write(report, stream => HtmlReport.Write(document, stream));
            journal.Note($"report: {report}");
        }

        if (parsed.GetValue(_run.Json))
        {
            var environment = new RunEnvironment(1, _terminal.Clock.GetElapsedTime(started).TotalSeconds, _terminal.Clock.GetUtcNow());
            ForecastJson.Write(forecast, environment, _terminal.Out);
        }
        else if (parsed.GetValue(_csv))
        {
            ForecastCsv.Write(forecast, _terminal.Out);
        }
        else if (whatIf is not null)
        {
            WhatIfTable.Write(forecast, _terminal.CreateOutConsole());
        }
        else
        {
            ForecastTable.Write(forecast, _terminal.CreateOutConsole());
        }

        return ExitCode.Ok;
    }

    static void Warn(Journal journal, ForecastResult result)
    {
        if (result.Skipped.Count > 0)
        {
            var them = result.Skipped.Count == 1 ? "it" : "them";
            journal.Warn($"not enough observations at the end of {string.Join(", ", result.Skipped)}: no forecast of {them}.");
        }

        string[] strangers = [.. result.Series.Where(series => series.IsScaledByOwnHistory).Select(series => series.Entity).Distinct()];
        if (strangers.Length > 0)
        {
            var their = strangers.Length == 1 ? "its" : "their";
            journal.Warn($"{string.Join(", ", strangers)}: not in the data the model was trained on; scaled by {their} own history.");
        }
    }
}
