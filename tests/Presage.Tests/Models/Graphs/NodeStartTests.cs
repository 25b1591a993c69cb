using Presage.Models.Evaluation;
using Presage.Models.Graphs;
using Presage.Models.Regression;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Graphs;

public sealed class NodeStartTests
{
    const int Day = 96; // bins of 15 minutes
    const int Days = 14;

    [Fact]
    public void Choose_DaysRepeat_LooksAtThem() => Assert.IsType<NodeFeatures>(Choose(Load(pattern: 1f)).Features);

    [Fact]
    public void Choose_DaysSayNothing_LooksAtTheWindowAlone() => Assert.IsType<WindowContext>(Choose(Load(pattern: 0f)).Features);

    static LinearStart Choose(Frame frame)
    {
        var task = EvaluationTask.Create(
            frame, TimeSplit.ByShare(frame.Bins), new WindowOptions { Lookback = 8, Horizon = 4 }, [new ReportedSteps("all", 0, 4)]);
        var joint = JointTask.Of(task.ForecastTask);
        return NodeStart.Choose(joint.Task, task.ForecastTask, joint.Nodes.Count, new NodeFeatureOptions(Graph: false, Days: true), default);
    }

    // A walk that reverts, and a jagged course that is the same every day but unlike from hour to hour.
    static Frame Load(float pattern)
    {
        var random = new Random(5);
        var course = Enumerable.Range(0, Day).Select(_ => (float)SmallData.Gaussian(random)).ToArray();
        var values = new float[3 * Day * Days];
        for (var node = 0; node < 3; node++)
        {
            var walk = 0.0;
            for (var bin = 0; bin < Day * Days; bin++)
            {
                walk = (0.9 * walk) + (0.3 * SmallData.Gaussian(random));
                values[(node * Day * Days) + bin] = (float)walk + (pattern * course[bin % Day]);
            }
        }

        return new Frame(0, 900_000, true, ["a", "b", "c"], ["load"], values);
    }
}
