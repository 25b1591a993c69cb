using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Presage.Models.Forecasting;

namespace Presage.Models.Evaluation;

/// <summary>Fits and scores models side by side on the same windows.</summary>
public static class Evaluator
{
    /// <summary>Runs every model, variant and seed of a request.</summary>
    /// <remarks>
    /// Runs are spread over the threads, one thread a fit; each run is computed the same way wherever it runs, so the
    /// rows do not depend on the number of threads (a single run gets all of them).
    /// </remarks>
    /// <param name="request">What to compare.</param>
    /// <param name="progress">Told from several threads; may be null.</param>
    /// <param name="cancellationToken">Ends all runs.</param>
    /// <returns>All rows, in the order of the request.</returns>
    /// <exception cref="UnknownModelException">A model or the protocol is unknown.</exception>
    /// <exception cref="SettingException">A setting or option is wrong.</exception>
    /// <exception cref="ModelDataException">The data are not enough.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static EvaluationResult Run(
        EvaluationRequest request, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var entries = request.Models.Distinct().Select(ModelCatalog.Get).ToArray();
        if (entries.Length == 0)
        {
            throw new SettingException("No model is named.");
        }

        return Run(request, entries, progress, cancellationToken);
    }

    /// <summary>The same with models that need not be in the catalogue.</summary>
    /// <param name="request">What to compare; its model names are not looked at.</param>
    /// <param name="entries">The models.</param>
    /// <param name="progress">Told from several threads; may be null.</param>
    /// <param name="cancellationToken">Ends all runs.</param>
    /// <returns>All rows, in the order of the models.</returns>
    public static EvaluationResult Run(
        EvaluationRequest request,
        IReadOnlyList<ModelEntry> entries,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Seeds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Threads, 1);
        var protocol = ProtocolCatalog.Get(request.Protocol);
        var groups = RunGroup.Plan(request, protocol, entries, protocol.TaskCount(request.ProtocolOptions));
        var tasks = protocol.Prepare(request.Recording, request.ProtocolOptions, request.Graph);
        RunAll(request, groups, tasks, progress, cancellationToken);
        var rows = groups.SelectMany(group => group.Rows(tasks[group.TaskIndex])).ToArray();
        return new EvaluationResult(
            protocol,
            [.. rows.Where(row => row.Metric is null)],
            [.. rows.Where(row => row.Metric is not null)],
            [.. Compare(groups, tasks)],
            tasks)
        {
            EntityErrors = groups[0].EntityErrors(tasks[groups[0].TaskIndex]),
            LearnedGraphs = [.. groups.SelectMany(group => group.Runs.SelectMany(run => run.LearnedGraphs.Select(graph => (run.Entry.Card.Id, graph))))],
        };
    }

    static void RunAll(
        EvaluationRequest request,
        IReadOnlyList<RunGroup> groups,
        IReadOnlyList<EvaluationTask> tasks,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellationToken)
    {
        var runs = groups.SelectMany(group => group.Runs.Select(run => (group, run))).ToArray();
        int finished = 0;
        int workers = Math.Min(request.Threads, runs.Length);
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
        try
        {
            // One run at a time is handed out, in order: the default would give a worker a stretch of them.
            Parallel.ForEach(Partitioner.Create(runs, EnumerablePartitionerOptions.NoBuffering), options, one =>
            {
                var (group, run) = one;
                var task = tasks[run.TaskIndex];
                var fitOptions = new FitOptions
                {
                    Seed = run.Seed,
                    Threads = runs.Length == 1 ? request.Threads : 1,
                    Epochs = request.Epochs,
                };
                EvaluationProgress State(FitProgress? fit) => new(
                    run.Entry.Card.Id, run.Variant, task.Shape.Horizon, run.Seed, fit, Volatile.Read(ref finished), runs.Length);
                var fitProgress = progress is null ? null : new DirectProgress<FitProgress>(fit => progress.Report(State(fit)));
                bool keepGraphs = request.KeepLearnedGraphs && group.TellsGraphs(run);
                run.Execute(task, fitOptions, group.HasEnsemble, keepGraphs, fitProgress, cancellationToken);
                group.RunEnded(task);
                Interlocked.Increment(ref finished);
                progress?.Report(State(null));
            });
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.Flatten().InnerExceptions[0]);
        }
    }

    static IEnumerable<SignificanceRow> Compare(IReadOnlyList<RunGroup> groups, IReadOnlyList<EvaluationTask> tasks)
    {
        foreach (var ofTask in groups.GroupBy(group => group.TaskIndex).OrderBy(ofTask => ofTask.Key))
        {
            var blocks = TimeBlocks.Of(tasks[ofTask.Key].Test);
            var contestants = ofTask.SelectMany(group => group.Contestants()).ToArray();
            foreach (var other in contestants.Skip(1))
            {
                foreach (var row in PairedComparison.Compare(contestants[0], other, blocks))
                {
                    yield return row;
                }
            }
        }
    }
}
