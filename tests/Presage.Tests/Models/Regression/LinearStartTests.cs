using Presage.Models.Forecasting;
using Presage.Models.Regression;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Regression;

public sealed class LinearStartTests
{
    [Fact]
    public void Choose_ValidationError_IsThatOfItsForecasts()
    {
        var task = Task(bins: 2000);

        var start = LinearStart.Choose(task.Train, task.Validation, default);

        Assert.Equal(Error(start, task.Validation), start.ValidationError, 1e-5);
    }

    [Fact]
    public void Choose_FewWindows_TakesTheDesignWithFewestAssumptions()
    {
        var task = Task(bins: 260);

        Assert.Equal(ContextDesign.Window, ((WindowContext)LinearStart.Choose(task.Train, task.Validation, default).Features).Design);
    }

    [Fact]
    public void Choose_NoValidation_TakesTheDesignWithFewestAssumptions()
    {
        var task = Task(bins: 2000);
        var none = WindowSet.Create(task.Train.Frame, new BinRange(0, 1), task.Train.Options);

        Assert.Equal(ContextDesign.Window, ((WindowContext)LinearStart.Choose(task.Train, none, default).Features).Design);
    }

    // Half of each series wanders and half reverts to its level: neither design alone is right.
    [Fact]
    public void Choose_LevelsThatHalfRevert_TakesTheMeanOfBothViews()
    {
        var task = SmallData.Task(HalfReverting(), lookback: 24).ForecastTask;

        var start = LinearStart.Choose(task.Train, task.Validation, default);

        Assert.Equal(ContextDesign.SummaryAndRawWindow, ((WindowContext)start.Features).Design);
        Assert.Equal(Error(start, task.Validation), start.ValidationError, 1e-5);
    }

    [Fact]
    public void Mean_TwoForecasts_HasHalfOfEachWeightSideBySide()
    {
        var first = new LinearForecast(2, 1, 2, [1, 2, 3, 4]);
        var second = new LinearForecast(2, 2, 2, [10, 20, 30, 40, 50, 60, 70, 80]);

        var mean = LinearForecast.Mean(first, second);

        Assert.Equal((2, 3, 2), (mean.Metrics, mean.Features, mean.Horizon));
        Assert.Equal([0.5f, 1, 5, 10, 15, 20, 1.5f, 2, 25, 30, 35, 40], mean.Weights);
    }

    static ForecastTask Task(int bins) => SmallData.Task(SmallData.Frame(bins: bins, missing: 0.1)).ForecastTask;

    static Frame HalfReverting()
    {
        const int Entities = 4;
        const int Bins = 1500;
        var random = new Random(3);
        var values = new float[Entities * Bins];
        for (var entity = 0; entity < Entities; entity++)
        {
            var (level, reverting) = (0d, 0d);
            for (var bin = 0; bin < Bins; bin++)
            {
                level += 0.05 * SmallData.Gaussian(random);
                reverting += (0.5 * SmallData.Gaussian(random)) - (0.02 * reverting);
                values[(entity * Bins) + bin] = (float)(level + reverting + (0.3 * SmallData.Gaussian(random)));
            }
        }

        return new Frame(0, SmallData.StepMs, true, [.. Enumerable.Range(0, Entities).Select(i => $"host-{i}")], ["load"], values);
    }

    static double Error(LinearStart start, WindowSet windows)
    {
        var (metrics, horizon) = (windows.Frame.Metrics.Count, windows.Options.Horizon);
        var context = start.Features;
        var window = new LinearWindow(windows, context);
        var (sum, count) = (0d, 0d);
        for (var index = 0; index < windows.Count; index++)
        {
            window.Read(index);
            for (var metric = 0; metric < metrics; metric++)
            {
                for (var step = 0; step < horizon; step++)
                {
                    var forecast = 0d;
                    for (var feature = 0; feature < context.Count; feature++)
                    {
                        var weight = start.Forecast.Weights[(((metric * context.Count) + feature) * horizon) + step];
                        forecast += weight * window.FeaturesOf(metric)[feature];
                    }

                    sum += window.MaskOf(metric)[step] * Math.Pow(forecast - window.TargetsOf(metric)[step], 2);
                    count += window.MaskOf(metric)[step];
                }
            }
        }

        return sum / count;
    }
}
