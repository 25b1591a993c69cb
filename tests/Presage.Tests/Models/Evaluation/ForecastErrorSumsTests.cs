using Presage.Models.Evaluation;
using Presage.Models.Forecasting;

namespace Presage.Tests.Models.Evaluation;

public sealed class ForecastErrorSumsTests
{
    static readonly ReportedSteps All = new("all", 0, 2);

    [Fact]
    public void Measure_HandComputedCase_GivesEveryMetric()
    {
        // Targets 1, 2, 4 with forecasts 2, 2, 2: errors 1, 0, -2.
        var sums = new ForecastErrorSums(new ForecastShape(1, 2, 1), 1);
        Add(sums, 0, 0, 1, 2);
        Add(sums, 0, 1, 2, 2);
        Add(sums, 0, 1, 4, 2);

        var metrics = sums.Measure(All)!;

        Assert.Equal(3, metrics.Points);
        Assert.Equal(5 / 3.0, metrics.Mse, 1e-12);
        Assert.Equal(1, metrics.Mae, 1e-12);
        Assert.Equal(Math.Sqrt(5 / 3.0), metrics.Rmse, 1e-12);
        Assert.Equal((1 + 0 + 0.5) / 3, metrics.Mape!.Value, 1e-12);
        Assert.Equal(3 / 7.0, metrics.Wape!.Value, 1e-12);
        Assert.Equal(((2 / 3.0) + 0 + (4 / 6.0)) / 3, metrics.Smape, 1e-12);
        Assert.Equal(1 - (5 / (21 - (49 / 3.0))), metrics.R2!.Value, 1e-12);
    }

    [Fact]
    public void Measure_OneMetric_GivesErrorsInItsOwnUnit()
    {
        var sums = new ForecastErrorSums(new ForecastShape(1, 2, 2), 1); // places: step x 2 + metric
        sums.Add(0, 0, 0.1f, 0.2f, ownTarget: 10, ownForecast: 13, least: 0);
        sums.Add(0, 2, 0.3f, 0.2f, ownTarget: 20, ownForecast: 19, least: 0);
        sums.Add(0, 1, 0.3f, 0.2f, ownTarget: 5000, ownForecast: 6000, least: 0);

        var metrics = sums.Measure(All, metric: 0)!;

        Assert.Equal(2, metrics.OwnMae!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(5), metrics.OwnRmse!.Value, 1e-12);
        Assert.Equal(1 - (10 / 50.0), metrics.OwnR2!.Value, 1e-12);
        Assert.Null(sums.Measure(All)!.OwnMae); // metrics of different units have no common error
    }

    [Fact]
    public void MeanAbsolute_OneEntityAndMetric_LeavesTheOthersOut()
    {
        var sums = new ForecastErrorSums(new ForecastShape(1, 2, 2), 2); // places: step x 2 + metric
        Add(sums, 1, 0, 0, 3);
        Add(sums, 1, 2, 0, 1);
        Add(sums, 1, 1, 0, 100);
        Add(sums, 0, 0, 0, 50);

        Assert.Equal(2, sums.MeanAbsolute(1, 0));
        Assert.Equal(100, sums.MeanAbsolute(1, 1));
        Assert.Equal(double.NaN, sums.MeanAbsolute(0, 1));
    }

    [Fact]
    public void Measure_OneStep_LeavesTheOthersOut()
    {
        var sums = new ForecastErrorSums(new ForecastShape(1, 2, 1), 1);
        Add(sums, 0, 0, 1, 2);
        Add(sums, 0, 1, 1, 5);

        Assert.Equal(1, sums.Measure(new ReportedSteps("1", 0, 1))!.Mse);
        Assert.Equal(16, sums.Measure(new ReportedSteps("2", 1, 2))!.Mse);
    }

    [Fact]
    public void Measure_UnequalSteps_PoolsPointsNotMeans()
    {
        var sums = new ForecastErrorSums(new ForecastShape(1, 2, 1), 1);
        Add(sums, 0, 0, 0, 3);
        for (var i = 0; i < 3; i++)
        {
            Add(sums, 0, 1, 0, 1);
        }

        Assert.Equal((9 + 3) / 4.0, sums.Measure(All)!.Mse); // the mean of the steps' means would be 5
    }

    [Fact]
    public void Measure_ValuesAtZero_AreFlaggedAndLeaveMapeFinite()
    {
        var sums = new ForecastErrorSums(new ForecastShape(1, 2, 1), 1);
        sums.Add(0, 0, 0, 1, 0, 1, least: 0.5f);
        sums.Add(0, 0, 2, 1, 2, 1, least: 0.5f);

        var metrics = sums.Measure(All)!;

        Assert.Equal(0.5, metrics.Mape);
        Assert.Equal(1, metrics.MapePoints);
        Assert.Equal(2, metrics.Points);
    }

    [Fact]
    public void Measure_OnlyZeros_HasNoMapeNoWapeNoR2()
    {
        var sums = new ForecastErrorSums(new ForecastShape(1, 2, 1), 1);
        Add(sums, 0, 0, 0, 0);
        Add(sums, 0, 1, 0, 0);

        var metrics = sums.Measure(All)!;

        Assert.Null(metrics.Mape);
        Assert.Null(metrics.Wape);
        Assert.Null(metrics.R2);
        Assert.Equal(0, metrics.Smape);
    }

    [Fact]
    public void Measure_LevelsDifferBetweenEntities_NodeAverageSeesWhatThePoolHides()
    {
        // Within each entity the forecast is no better than its mean; the pool praises it for knowing the levels.
        var sums = new ForecastErrorSums(new ForecastShape(1, 2, 1), 2);
        foreach (var (entity, level) in new[] { (0, 0f), (1, 100f) })
        {
            Add(sums, entity, 0, level - 1, level);
            Add(sums, entity, 1, level + 1, level);
        }

        var metrics = sums.Measure(All)!;

        Assert.True(metrics.R2 > 0.99);
        Assert.Equal(0, metrics.NodeR2!.Value, 1e-9);
    }

    [Fact]
    public void Measure_OneMetric_LeavesTheOthersOut()
    {
        var sums = new ForecastErrorSums(new ForecastShape(1, 1, 2), 1);
        Add(sums, 0, 0, 0, 1);
        Add(sums, 0, 1, 0, 2);

        Assert.Equal(1, sums.Measure(new ReportedSteps("1", 0, 1), 0)!.Mse);
        Assert.Equal(4, sums.Measure(new ReportedSteps("1", 0, 1), 1)!.Mse);
    }

    [Fact]
    public void Measure_NothingObserved_IsNull() =>
        Assert.Null(new ForecastErrorSums(new ForecastShape(1, 2, 1), 1).Measure(All));

    static void Add(ForecastErrorSums sums, int entity, int place, float target, float forecast) =>
        sums.Add(entity, place, target, forecast, target, forecast, 0);
}
