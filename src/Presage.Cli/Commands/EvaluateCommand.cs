using System.CommandLine;
using Presage.Cli.Comparison;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Presage.Cli.Reports;
using Presage.Models.Evaluation;

namespace Presage.Cli.Commands;

/// <summary><c>presage evaluate</c>: the honest comparison of models on the user's data.</summary>
sealed class EvaluateCommand
{
    readonly Terminal _terminal;
    readonly DataOptions _data = new();
    readonly WindowingOptions _windowing = new(severalHorizons: true);
    readonly RunOptions _run = new();
    readonly Argument<string> _models = new("MODEL[,MODEL...]")
    {
        HelpName = "MODEL[,MODEL...]",
        Description = "Models to compare; the first is tested against all others",
    };

    readonly Option<int> _seeds = new("--seeds")
    {
        Description = "How many seeds a model with chance is fitted with, from --seed upwards",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    readonly Option<bool> _noVariants = new("--no-variants") { Description = "Leave out a model's own variants, such as parts switched off" };
    readonly Option<bool> _csv = new("--csv") { Description = "Print every row as CSV" };
    readonly Option<string?> _report = new("--report")
    {
        Description = "Also write the comparison as one HTML file that opens without a network",
        HelpName = "FILE.html",
    };

    readonly Option<QualityGate[]> _failAbove = new("--fail-above")
    {
        Description = $"Exit with {ExitCode.QualityGate} where the first model's error lies above this, over all steps",
        HelpName = "METRIC=BOUND",
        CustomParser = QualityGate.Parse,
    };

    EvaluateCommand(Terminal terminal)
    {
        _terminal = terminal;
        Bounds.Between(_seeds, 1, 100);
    }

    public static Verb Create(Terminal terminal)
    {
        var command = new EvaluateCommand(terminal);
        var verb = new Verb("evaluate", "Compare models on data: split by time, every test window scored, and what chance can explain")
        {
            Sections = [Names.ModelHelp, Names.ProtocolHelp],
            Examples =
            [
                new("evaluate dual-channel,ridge,last --data my.csv", "what a model is worth on your data"),
                new("evaluate dual-channel,ridge --data machines/ --protocol cluster --seeds 3 --json", "for a program, over three seeds"),
                new("evaluate ridge --data my.csv --horizons 1,6,12 --fail-above mse=0.5", "a quality gate for a pipeline"),
                new("evaluate dual-channel --data my.csv --set attention=off --report report.html", "a setting changed, and a report"),
            ],
        };
        verb.Arguments.Add(command._models);
        command._models.CompletionSources.Add(Names.Models);
        command._data.AddWithGraphTo(verb);
        command._windowing.AddTo(verb);
        verb.Options.Add(command._seeds);
        verb.Options.Add(command._noVariants);
        verb.Options.Add(command._csv);
        verb.Options.Add(command._report);
        verb.Options.Add(command._failAbove);
        command._run.AddTo(verb);
        verb.SetAction(command.RunAsync);
        return verb;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var started = _terminal.Clock.GetTimestamp();
        var journal = new Journal(_terminal, parsed.GetValue(_run.Quiet));
        var models = Names.Split(parsed.GetRequiredValue(_models));
        var settings = _windowing.SettingsIn(parsed, models);
        var protocol = _windowing.ProtocolIn(parsed);
        var report = parsed.GetValue(_report);
        if (report is not null)
        {
            OutputFile.Require(report, "--report");
        }

        var threads = parsed.GetValue(_run.Threads);
        var data = _data.ReadGraph(parsed, journal, cancellation);
        var request = new EvaluationRequest
        {
            Models = models,
            Recording = data.Recording,
            Graph = data.Graph,
            Protocol = protocol.Id,
            ProtocolOptions = _windowing.OptionsIn(parsed),
            FirstSeed = parsed.GetValue(_run.Seed),
            Seeds = parsed.GetValue(_seeds),
            Threads = threads,
            Epochs = _windowing.EpochsIn(parsed),
            Settings = settings,
            Variants = !parsed.GetValue(_noVariants),
            KeepLearnedGraphs = report is not null,
        };
        var result = await journal.TrackAsync(progress => Task.Run(
            () => Evaluator.Run(request, EvaluationBars.On(progress), cancellation), cancellation));
        var environment = new RunEnvironment(threads, _terminal.Clock.GetElapsedTime(started).TotalSeconds, _terminal.Clock.GetUtcNow());
        if (report is not null)
        {
            var document = ComparisonReport.Create(result, request, environment, CommandText.Of(parsed));
            OutputFile.Write(report, stream => HtmlReport.Write(document, stream));
            journal.Note($"report: {report}");
        }

        Print(parsed, result, environment);
        return Judge(parsed, result);
    }

    void Print(ParseResult parsed, EvaluationResult result, RunEnvironment environment)
    {
        if (parsed.GetValue(_run.Json))
        {
            ComparisonJson.Write(result, _data.PathIn(parsed)!, environment, _terminal.Out);
        }
        else if (parsed.GetValue(_csv))
        {
            ComparisonCsv.Write(result, _terminal.Out);
        }
        else
        {
            ComparisonTable.Write(result, _terminal.CreateOutConsole());
        }
    }

    int Judge(ParseResult parsed, EvaluationResult result)
    {
        var passed = true;
        var names = new HorizonNames(result);
        var judged = ComparisonEntry.Group(result.Rows).Last(entry => entry.Model == result.Rows[0].Model && entry.Variant.Length == 0);
        foreach (var gate in parsed.GetValue(_failAbove) ?? [])
        {
            var measured = judged.Mean(gate.Of);
            if (!(measured <= gate.Bound))
            {
                passed = false;
                var what = $"{gate.Metric} of {judged.Model} over {names.Show(judged.Horizon)}";
                _terminal.Error.WriteLine($"error: {what} is {NumberText.Error(measured)}, above {NumberText.Error(gate.Bound)}.");
            }
        }

        return passed ? ExitCode.Ok : ExitCode.QualityGate;
    }
}
