using System.CommandLine;
using Presage.Cli.Comparison;
using Presage.Cli.Forecasts;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Presage.Cli.Reports;
using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.Evaluation;
using Presage.Models.Forecasting;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Cli.Commands;

/// <summary><c>presage demo</c>: the main job from end to end, ending in a report.</summary>
sealed class DemoCommand
{
    // The model of P1, against those that stand in every table.
    const string Subject = "dual-channel";
    static readonly string[] Opponents = ["ridge", "ridge-raw", "rlinear", "dlinear", "seasonal-naive", "last"];

    // A quarter of the usual training: enough to see what it does while one waits.
    const string Budget = "steps=300";
    const int Machines = 6;
    const int Days = 7;
    static readonly int[] Horizons = [1, 6, 12, 24];

    readonly Terminal _terminal;
    readonly DataOptions _data = new(required: false, "Real data instead of the generated trace: a file or a folder");
    readonly RunOptions _run = new();
    readonly Option<string> _report = new("--report")
    {
        Description = "Where the report goes",
        HelpName = "FILE.html",
        DefaultValueFactory = _ => "report.html",
    };

    DemoCommand(Terminal terminal) => _terminal = terminal;

    public static Verb Create(Terminal terminal)
    {
        var command = new DemoCommand(terminal);
        var verb = new Verb("demo", "See it work: train, compare honestly, forecast with bands, and write a report")
        {
            Examples =
            [
                new("demo", "on a generated cluster trace"),
                new("demo --data machines/ --report machines.html", "on real data"),
            ],
        };
        command._data.AddTo(verb);
        verb.Options.Add(command._report);
        verb.Options.Add(command._run.Seed);
        verb.Options.Add(command._run.Threads);
        verb.Options.Add(command._run.Quiet);
        verb.Options.Add(command._run.Verbose);
        verb.SetAction(command.RunAsync);
        return verb;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var started = _terminal.Clock.GetTimestamp();
        var journal = new Journal(_terminal, parsed.GetValue(_run.Quiet));
        var report = parsed.GetRequiredValue(_report);
        OutputFile.Require(report, "--report");
        var seed = parsed.GetValue(_run.Seed);
        var recording = _data.PathIn(parsed) is null
            ? GeneratedCluster.Create(new GeneratedClusterOptions { Machines = Machines, Days = Days, Seed = seed })
            : _data.Read(parsed, journal, cancellation);
        if (ComparisonReport.GeneratedNotice(recording) is { } notice)
        {
            _terminal.Out.WriteLine($"{recording.Source}. {notice}");
        }

        var request = Evaluation(recording, seed, parsed.GetValue(_run.Threads));
        journal.Note($"Comparing {string.Join(", ", request.Models)} ...");
        var result = await journal.TrackAsync(progress => Task.Run(
            () => Evaluator.Run(request, EvaluationBars.On(progress), cancellation), cancellation));
        journal.Note($"Training {Subject} for the forecast ...");
        var (trained, _) = await journal.TrackAsync(progress => Task.Run(
            () => ForecasterTraining.Run(Training(request), FitBar.On(progress, Subject), cancellation), cancellation));
        using (trained)
        {
            var whole = trained.Align(recording);
            var forecast = trained.Forecast(First(whole, whole.Bins - trained.Window.Horizon), cancellation);
            var environment = new RunEnvironment(
                request.Threads, _terminal.Clock.GetElapsedTime(started).TotalSeconds, _terminal.Clock.GetUtcNow());
            var document = ComparisonReport.Create(result, request, environment, CommandText.Of(parsed)) with
            {
                Title = "Presage demo",
                Series = ForecastPanels.Of(forecast, trained, trained.Window.Horizon, whole),
            };
            OutputFile.Write(report, stream => HtmlReport.Write(document, stream));
            var view = new ForecastView("", trained, recording, forecast, trained.Window.Horizon, _data.Selection.ZoneIn(parsed));
            Print(result, view, report);
        }

        return ExitCode.Ok;
    }

    void Print(EvaluationResult result, ForecastView view, string report)
    {
        ComparisonTable.Write(result, _terminal.CreateOutConsole());
        foreach (var line in ComparisonReading.Of(result))
        {
            _terminal.Out.WriteLine(line);
        }

        _terminal.Out.WriteLine();
        ForecastTable.Write(view, _terminal.CreateOutConsole());
        _terminal.Out.WriteLine($"Report: {Path.GetFullPath(report)}");
    }

    static EvaluationRequest Evaluation(Recording recording, int seed, int threads) => new()
    {
        Models = [Subject, .. Opponents],
        Recording = recording,
        Protocol = recording.Format == GeneratedCluster.Format ? "cluster" : "default",
        ProtocolOptions = new ProtocolOptions { Horizons = Horizons },
        FirstSeed = seed,
        Threads = threads,
        Settings = ModelSettings.Parse([Budget]),
        Variants = false,
    };

    static TrainingRequest Training(EvaluationRequest request) => new()
    {
        Model = ModelCatalog.Get(Subject),
        Recording = request.Recording,
        Protocol = request.Protocol,
        ProtocolOptions = request.ProtocolOptions,
        Settings = request.Settings,
        Fit = new FitOptions { Seed = request.FirstSeed, Threads = request.Threads },
    };

    // What was known a forecast's length before the end, so that the report can show what happened.
    static Frame First(Frame frame, int bins)
    {
        var values = new float[frame.Entities.Count * frame.Metrics.Count * bins];
        for (var row = 0; row < frame.Entities.Count * frame.Metrics.Count; row++)
        {
            frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count)[..bins].CopyTo(values.AsSpan(row * bins));
        }

        return new Frame(frame.StartMs, frame.StepMs, frame.HasCalendar, frame.Entities, frame.Metrics, values);
    }
}
