using System.CommandLine;
using System.Globalization;
using Presage.Cli.Comparison;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.Evaluation;
using Presage.Models.Forecasting;

namespace Presage.Cli.Commands;

/// <summary><c>presage train</c>: from data to an artefact that forecasts.</summary>
sealed class TrainCommand
{
    readonly Terminal _terminal;
    readonly DataOptions _data = new();
    readonly WindowingOptions _windowing = new(severalHorizons: false);
    readonly RunOptions _run = new();
    readonly Argument<string> _model = new("MODEL") { HelpName = "MODEL", Description = "The model to train" };
    readonly Option<string> _out = new("--out", "-o") { Description = "The artefact to write", HelpName = "FILE.presage", Required = true };
    readonly Option<bool> _resume = new("--resume") { Description = "Go on where an interrupted training of the same command stopped" };

    TrainCommand(Terminal terminal) => _terminal = terminal;

    public static Verb Create(Terminal terminal)
    {
        var command = new TrainCommand(terminal);
        var verb = new Verb("train", "Train a model on data and store it with its scaling and calibrated bands in one file")
        {
            Sections = [Names.SettingHelp, Names.ProtocolHelp],
            Examples =
            [
                new("train dual-channel --data my.csv --out my.presage", "learn from your own metrics"),
                new("train dual-channel --data my.csv --out my.presage --resume", "go on after Ctrl-C"),
                new("train ridge --data my.csv --out my.presage --step 5m --lookback 288 --horizon 12", "an hour ahead from a day"),
            ],
        };
        command._model.CompletionSources.Add(Names.Models);
        verb.Arguments.Add(command._model);
        command._data.AddWithGraphTo(verb);
        verb.Options.Add(command._out);
        command._windowing.AddTo(verb);
        verb.Options.Add(command._resume);
        command._run.AddTo(verb);
        verb.SetAction(command.RunAsync);
        return verb;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var started = _terminal.Clock.GetTimestamp();
        var journal = new Journal(_terminal, parsed.GetValue(_run.Quiet));
        var model = parsed.GetRequiredValue(_model);
        var settings = _windowing.SettingsIn(parsed, [model]);
        var protocol = _windowing.ProtocolIn(parsed);
        var path = parsed.GetRequiredValue(_out);
        OutputFile.Require(path, "--out");
        if (OutputFile.IsDevice(path))
        {
            throw new UsageException($"--out {path}: this is a device; an artefact is a file, written beside its place and renamed.");
        }

        var checkpoint = path + ".checkpoint";
        var resume = parsed.GetValue(_resume);
        NoteCheckpoint(journal, checkpoint, resume);
        var threads = parsed.GetValue(_run.Threads);
        var data = _data.ReadGraph(parsed, journal, cancellation);
        var request = new TrainingRequest
        {
            Model = ModelCatalog.Get(model),
            Recording = data.Recording,
            Graph = data.Graph,
            Protocol = protocol.Id,
            ProtocolOptions = _windowing.OptionsIn(parsed),
            Settings = settings,
            Fit = new FitOptions
            {
                Seed = parsed.GetValue(_run.Seed),
                Threads = threads,
                Epochs = _windowing.EpochsIn(parsed),
                CheckpointPath = checkpoint,
                Resume = resume,
            },
        };
        var (trained, report) = await TrainAsync(request, journal, checkpoint, cancellation);
        using (trained)
        {
            OutputFile.Guard(path, () => ArtefactFile.Write(path, trained));
        }

        var environment = new RunEnvironment(threads, _terminal.Clock.GetElapsedTime(started).TotalSeconds, _terminal.Clock.GetUtcNow());
        var (all, perMetric) = (report.Rows.Where(row => row.Metric is null), report.Rows.Where(row => row.Metric is not null));
        Print(parsed, path, new EvaluationResult(protocol, [.. all], [.. perMetric], [], [report.Task]), environment);
        return ExitCode.Ok;
    }

    async Task<(TrainedForecaster Trained, TrainingReport Report)> TrainAsync(
        TrainingRequest request, Journal journal, string checkpoint, CancellationToken cancellation)
    {
        try
        {
            return await journal.TrackAsync(progress => Task.Run(
                () => ForecasterTraining.Run(request, FitBar.On(progress, request.Model.Card.Id), cancellation), cancellation));
        }
        catch (OperationCanceledException) when (File.Exists(checkpoint))
        {
            _terminal.Error.WriteLine($"'{checkpoint}' keeps what was learned so far; the same command with --resume goes on from there.");
            throw;
        }
    }

    static void NoteCheckpoint(Journal journal, string checkpoint, bool resume)
    {
        if (resume)
        {
            journal.Note(File.Exists(checkpoint)
                ? $"going on from '{checkpoint}'."
                : $"there is no '{checkpoint}' to go on from; training from the start.");
        }
        else if (File.Exists(checkpoint))
        {
            journal.Warn($"'{checkpoint}' holds an interrupted training, which this run replaces; --resume would go on.");
        }
    }

    void Print(ParseResult parsed, string path, EvaluationResult result, RunEnvironment environment)
    {
        var row = result.Rows[^1];
        if (parsed.GetValue(_run.Json))
        {
            JsonText.Write(_terminal.Out, json =>
            {
                json.WriteString("command", "train");
                json.WriteString("data", _data.PathIn(parsed));
                json.WriteString("protocol", result.Protocol.Id);
                json.WriteString("model", row.Model);
                json.WriteString("artefact", path);
                ComparisonJson.WriteRows(json, "results", result.Rows);
                ComparisonJson.WriteRows(json, "perMetric", result.MetricRows);
                environment.Write(json);
            });
            return;
        }

        ComparisonTable.Write(result, _terminal.CreateOutConsole());
        _terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Model} trained in {row.TrainSeconds:0.0} s and judged on the newest part of the data, which it never saw."));
        _terminal.Out.WriteLine($"Artefact: {path}");
        _terminal.Out.WriteLine($"Next: presage forecast --model {path} --data {_data.PathIn(parsed)}");
    }
}
