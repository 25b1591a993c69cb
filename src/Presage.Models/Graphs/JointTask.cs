using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>A task whose windows hold all nodes at once.</summary>
/// <param name="Task">The joint windows; their metrics are the columns, node by node.</param>
/// <param name="Nodes">The nodes in the order of the columns.</param>
sealed record JointTask(ForecastTask Task, IReadOnlyList<string> Nodes)
{
    /// <summary>The joint form of a task, made once for all who ask.</summary>
    public static JointTask Of(ForecastTask task) => task.Share(nameof(JointTask), () =>
    {
        var train = JointWindows.Of(task.Train);
        return new JointTask(
            new ForecastTask(train.Windows, JointWindows.Of(task.Validation).Windows, task.TrainBins) { Graph = task.Graph }, train.Nodes);
    });
}
