using Presage.Models.Evaluation;
using Presage.Models.Graphs;
using Presage.Models.Regression;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Graphs;

public sealed class SelectiveStartTests
{
    const int Bins = 1200;

    [Fact]
    public void Fit_LatencyFollowsLoad_LooksAtTheOtherMetric()
    {
        var task = Task();

        Assert.InRange(Error(task, new NodeFeatureOptions(false, false, Metrics: true), metric: 1), 0, 0.1);
        Assert.InRange(Error(task, default, metric: 1), 0.8, 1.2);
    }

    [Fact]
    public void Fit_NothingToLookAt_TakesWhatTheWindowAloneGives()
    {
        var task = Task();

        double all = Error(task, new NodeFeatureOptions(true, true, true), metric: 0);
        double own = Error(task, default, metric: 0);

        Assert.InRange(all / own, 0.97, 1.01); // a load that is noise: dozens of features and no harm
    }

    [Fact]
    public void Fit_LoadRisesForGood_FollowsItsLevelWhereAsked()
    {
        var task = RisingTask();

        double with = Error(task, new NodeFeatureOptions(false, true, FollowsLevel: true), metric: 0, metrics: 1);
        double without = Error(task, new NodeFeatureOptions(false, true), metric: 0, metrics: 1);

        Assert.InRange(with / without, 0, 0.5);
    }

    [Fact]
    public void Fit_NoValidationWindows_IsFinite()
    {
        var frame = Frame();
        var split = new TimeSplit(new BinRange(0, Bins), new BinRange(Bins, Bins), new BinRange(Bins, Bins));
        var task = EvaluationTask.Create(frame, split, new WindowOptions { Lookback = 8, Horizon = 1 }, [new ReportedSteps("all", 0, 1)]);

        var start = Fit(JointTask.Of(task.ForecastTask), new NodeFeatureOptions(true, true, true));

        Assert.All(start.Forecast.Weights, weight => Assert.True(float.IsFinite(weight)));
    }

    static double Error(EvaluationTask task, NodeFeatureOptions options, int metric, int metrics = 2)
    {
        var start = Fit(JointTask.Of(task.ForecastTask), options);
        using var held = DirectRidge.Accumulate(JointWindows.Of(task.Test).Windows, start.Features, metrics, default);
        return held.Error(start.Forecast, metric);
    }

    static LinearStart Fit(JointTask joint, NodeFeatureOptions options) => SelectiveStart.Fit(joint.Task, joint.Nodes.Count, options, default);

    static EvaluationTask Task() => EvaluationTask.Create(
        Frame(), TimeSplit.ByShare(Bins), new WindowOptions { Lookback = 8, Horizon = 1 }, [new ReportedSteps("all", 0, 1)]);

    // Eight days of five minutes, a sine a day with noise; all of the last day is three deviations higher.
    static EvaluationTask RisingTask()
    {
        const int Day = 288;
        var random = new Random(12);
        float[] values = [.. Enumerable.Range(0, 8 * Day).Select(
            bin => (float)(Math.Sin(2 * Math.PI * bin / Day) + (0.2 * SmallData.Gaussian(random)) + (bin < 7 * Day ? 0 : 3)))];
        var frame = new Frame(0, 300_000, true, ["a"], ["load"], values);
        var split = new TimeSplit(new BinRange(0, 6 * Day), new BinRange(6 * Day, 7 * Day), new BinRange(7 * Day, 8 * Day));
        return EvaluationTask.Create(frame, split, new WindowOptions { Lookback = 8, Horizon = 4 }, [new ReportedSteps("all", 0, 4)]);
    }

    // Loads are noise; a latency is the load of the bin before.
    static Frame Frame()
    {
        var random = new Random(11);
        var values = new float[3 * 2 * Bins];
        for (var node = 0; node < 3; node++)
        {
            var previous = 0f;
            for (var bin = 0; bin < Bins; bin++)
            {
                var load = (float)SmallData.Gaussian(random);
                values[(node * 2 * Bins) + bin] = load;
                values[(((node * 2) + 1) * Bins) + bin] = previous;
                previous = load;
            }
        }

        return new Frame(0, 900_000, true, ["a", "b", "c"], ["load", "latency"], values);
    }
}
