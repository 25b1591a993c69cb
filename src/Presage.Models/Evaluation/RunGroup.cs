using System.Globalization;
using Presage.Models.Forecasting;

namespace Presage.Models.Evaluation;

/// <summary>The runs of one model, variant and task with different seeds, and their ensemble.</summary>
sealed class RunGroup
{
    readonly Lock _lock = new();
    readonly ModelEntry _entry;
    readonly string _variant;
    ForecastScore? _ensemble;
    int _ended;

    RunGroup(ModelEntry entry, string variant, int taskIndex, ModelRun[] runs)
    {
        _entry = entry;
        _variant = variant;
        TaskIndex = taskIndex;
        Runs = runs;
    }

    public int TaskIndex { get; }

    public IReadOnlyList<ModelRun> Runs { get; }

    /// <summary>Whether the mean forecast of the seeds is scored too.</summary>
    public bool HasEnsemble => Runs.Count > 1 && _variant.Length == 0;

    /// <summary>Whether a run tells what it learned of who listens to whom: the first seed of a model as asked for, on the first task.</summary>
    public bool TellsGraphs(ModelRun run) => TaskIndex == 0 && _variant.Length == 0 && ReferenceEquals(run, Runs[0]);

    /// <summary>Lists all runs of a request in the order of its models.</summary>
    public static IReadOnlyList<RunGroup> Plan(
        EvaluationRequest request, Protocol protocol, IReadOnlyList<ModelEntry> entries, int tasks)
    {
        var cards = entries.Select(entry => entry.Card).ToArray();
        var groups = new List<RunGroup>();
        foreach (var entry in entries)
        {
            var settings = request.Settings.For(entry.Card, cards).Under(protocol.DefaultsOf(entry.Card));
            var variants = request.Variants ? entry.Variants : [];
            foreach (var variant in variants.Prepend(new Variant("", new Dictionary<string, string>())))
            {
                var varied = settings.With(variant.Overrides).For(entry.Card);
                entry.Create(varied).Dispose(); // a wrong value is an error before the first fit, not after the last
                int seeds = entry.Card.UsesSeed ? request.Seeds : 1;
                for (int task = 0; task < tasks; task++)
                {
                    groups.Add(new RunGroup(entry, variant.Name, task,
                        [.. Enumerable.Range(request.FirstSeed, seeds).Select(seed => new ModelRun(entry, variant.Name, varied, task, seed))]));
                }
            }
        }

        return groups;
    }

    /// <summary>Scores the ensemble when the last run of the group has ended, and lets go of its forecasts.</summary>
    public void RunEnded(EvaluationTask task)
    {
        lock (_lock)
        {
            _ended++;
            if (_ended < Runs.Count || !HasEnsemble)
            {
                return;
            }
        }

        // A head only says where forecasts err more than elsewhere, and seeds err in the same places; how much is calibrated anew.
        _ensemble = ForecastScore.Of(task, WindowForecasts.Mean([.. Runs.Select(run => run.Forecasts!)]), Runs[0].Head);
        foreach (var run in Runs)
        {
            run.Forecasts = null;
        }
    }

    /// <summary>What takes part in the paired test: the seeds together, and the ensemble.</summary>
    public IEnumerable<(string Model, string Variant, IReadOnlyList<WindowErrors> Seeds)> Contestants()
    {
        yield return (_entry.Card.Id, _variant, [.. Runs.Select(run => run.Score!.Windows)]);
        if (_ensemble is { } ensemble)
        {
            yield return (_entry.Card.Id, EnsembleName, [ensemble.Windows]);
        }
    }

    /// <summary>The rows of all seeds and of the ensemble, over all metrics and for each.</summary>
    public IEnumerable<EvaluationRow> Rows(EvaluationTask task)
    {
        foreach (var run in Runs)
        {
            foreach (var row in run.Score!.Rows(task, _entry.Card.Id, _variant, run.Seed, run.Parameters, run.Report!))
            {
                yield return row;
            }
        }

        if (_ensemble is { } ensemble)
        {
            var report = new FitReport(Runs.Max(run => run.Report!.Epochs), null) { Seconds = Runs.Sum(run => run.Report!.Seconds) };
            foreach (var row in ensemble.Rows(task, _entry.Card.Id, EnsembleName, null, Runs.Sum(run => run.Parameters), report))
            {
                yield return row;
            }
        }
    }

    /// <summary>Mean absolute errors, mean over the seeds: [entity * N + metric], NaN where no target was observed.</summary>
    public double[] EntityErrors(EvaluationTask task)
    {
        int metrics = task.Shape.Metrics;
        var errors = new double[task.Test.Frame.Entities.Count * metrics];
        for (int i = 0; i < errors.Length; i++)
        {
            errors[i] = Runs.Average(run => run.Score!.Errors.MeanAbsolute(i / metrics, i % metrics));
        }

        return errors;
    }

    string EnsembleName => string.Create(CultureInfo.InvariantCulture, $"ensemble of {Runs.Count}");
}
