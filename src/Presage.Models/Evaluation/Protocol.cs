using Presage.Telemetry.Series;
using Presage.Telemetry.Topology;

namespace Presage.Models.Evaluation;

/// <summary>A fixed way of turning data into train, validation and test, so that results of different days compare.</summary>
/// <param name="Id">The name on the command line.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Defaults">Settings (<c>model.key</c>) that stand in for a model's own defaults; the user's win.</param>
public abstract record Protocol(string Id, string Summary, IReadOnlyDictionary<string, string> Defaults)
{
    /// <summary>Prepares the data of one evaluation.</summary>
    /// <param name="recording">What a reader returned.</param>
    /// <param name="options">What the user changed.</param>
    /// <param name="graph">Which entity depends on which; null where nothing is known.</param>
    /// <returns>One task a fit; several when each horizon is fitted on its own.</returns>
    /// <exception cref="SettingException">An option is out of range.</exception>
    /// <exception cref="ModelDataException">The data are too short for the windows.</exception>
    public IReadOnlyList<EvaluationTask> Prepare(Recording recording, ProtocolOptions options, ServiceGraph? graph = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var tasks = PrepareTasks(recording, options);
        foreach (var task in tasks)
        {
            RequireWindows(recording, task, "train", task.Train.Count);
            RequireWindows(recording, task, "validation", task.Validation.Count);
            RequireWindows(recording, task, "test", task.Test.Count);
        }

        return graph is null ? tasks : [.. tasks.Select(task => task.On(graph))];
    }

    /// <summary>How many tasks <see cref="Prepare"/> will make, known before the data are touched.</summary>
    internal virtual int TaskCount(ProtocolOptions options) => 1;

    /// <summary>The defaults that are meant for one model, without the model's name.</summary>
    internal Dictionary<string, string> DefaultsOf(ModelCard card) => Defaults
        .Where(pair => pair.Key.StartsWith($"{card.Id}.", StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[(card.Id.Length + 1)..], pair => pair.Value);

    /// <summary>The preparation itself; the options were checked.</summary>
    /// <inheritdoc cref="Prepare" path="/param"/>
    /// <returns>One task a fit.</returns>
    protected abstract IReadOnlyList<EvaluationTask> PrepareTasks(Recording recording, ProtocolOptions options);

    static void RequireWindows(Recording recording, EvaluationTask task, string part, int count)
    {
        if (count == 0)
        {
            var frame = task.Train.Frame;
            throw new ModelDataException(
                $"{recording.Source}: no {part} window of look-back {task.Shape.Lookback} and horizon {task.Shape.Horizon} in "
                + $"{frame.Bins} bins of {frame.StepMs} ms: the data are too short or have too many gaps. "
                + "A shorter --lookback or --horizons, or a wider step, asks for less.");
        }
    }
}
