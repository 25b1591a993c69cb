using Presage.Models;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Forecasting;

public sealed class SeasonalNaiveForecasterTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void Fit_SeasonalSeries_FindsTheSeason(double missing)
    {
        using var model = Fitted("auto", SmallData.Task(SmallData.Frame(bins: 800, missing: missing)).ForecastTask);

        Assert.Equal(SmallData.Season, model.Period);
    }

    [Fact]
    public void Fit_Noise_FindsNoSeason()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 800).Select(_ => (float)SmallData.Gaussian(random)).ToArray();
        var frame = new Frame(0, SmallData.StepMs, true, ["a"], ["x"], values);

        using var model = Fitted("auto", SmallData.Task(frame).ForecastTask);

        Assert.Equal(1, model.Period);
    }

    [Fact]
    public void Fit_SlowDrift_FindsNoSeason()
    {
        var random = new Random(3);
        double level = 0;
        var values = Enumerable.Range(0, 800).Select(_ => (float)(level += SmallData.Gaussian(random))).ToArray();
        var frame = new Frame(0, SmallData.StepMs, true, ["a"], ["x"], values);
        var length = SeasonLength.Find(frame, new BinRange(0, 560));

        Assert.True(length is 1 or > 100, $"A random walk has a season of {length} bins.");
    }

    [Fact]
    public void Find_TestValuesChange_StaysTheSame()
    {
        var frame = SmallData.Frame(1, 1, 400);
        var changed = frame.With([.. frame.Values(0, 0).ToArray().Select((value, bin) => bin < 280 ? value : bin % 7)]);

        Assert.Equal(SeasonLength.Find(frame, new BinRange(0, 280)), SeasonLength.Find(changed, new BinRange(0, 280)));
    }

    [Fact]
    public void Forecast_SeasonLongerThanWindow_RepeatsTheSeasonBefore()
    {
        var values = Enumerable.Range(0, 120).Select(bin => (float)(bin % 10)).ToArray();
        var windows = Windows(values, lookback: 4, horizon: 13);

        var forecast = Forecast("10", windows);

        var origin = windows.At(0).Origin;
        Assert.Equal(Enumerable.Range(1, 13).Select(step => (float)((origin + step) % 10)), forecast);
    }

    [Fact]
    public void Forecast_MissingSeasonBin_TakesTheOlderSeason()
    {
        var values = Enumerable.Range(0, 60).Select(bin => (float)(bin + 1)).ToArray();
        var windows = Windows(values, lookback: 8, horizon: 1, origin: 40, gap: 37);

        // The bin of the step is 41; with a season of 4 its places are 37, which is missing, and 33.
        Assert.Equal(values[33], Assert.Single(Forecast("4", windows)));
    }

    [Fact]
    public void Forecast_NoSeasonKnown_RepeatsTheNewestValue()
    {
        var values = Enumerable.Range(0, 60).Select(bin => (float)(bin + 1)).ToArray();
        var windows = Windows(values, lookback: 8, horizon: 2, origin: 20);

        Assert.Equal([values[20], values[20]], Forecast("50", windows));
    }

    [Fact]
    public void Forecast_ValuesAfterTheOrigin_AreNotLookedAt()
    {
        var values = Enumerable.Range(0, 60).Select(bin => (float)(bin + 1)).ToArray();
        var changed = values.Select((value, bin) => bin <= 30 ? value : -999f).ToArray();

        Assert.Equal(
            Forecast("16", Windows(values, lookback: 8, horizon: 20, origin: 30)),
            Forecast("16", Windows(changed, lookback: 8, horizon: 20, origin: 30)));
    }

    static WindowSet Windows(float[] values, int lookback, int horizon, int? origin = null, int? gap = null)
    {
        var copy = values.ToArray();
        if (gap is { } missing)
        {
            copy[missing] = float.NaN;
        }

        var frame = new Frame(0, SmallData.StepMs, true, ["a"], ["x"], copy);
        return WindowSet.CreateLatest(frame, new WindowOptions { Lookback = lookback, Horizon = horizon }, origin ?? 59);
    }

    static float[] Forecast(string period, WindowSet windows)
    {
        using var model = Fitted(period, new ForecastTask(
            WindowSet.Create(windows.Frame, new BinRange(0, 60), windows.Options),
            WindowSet.Create(windows.Frame, new BinRange(0, 0), windows.Options),
            new BinRange(0, 42)));
        var forecast = new float[windows.Options.Horizon];
        model.Forecast(windows, 0, 1, forecast);
        return forecast;
    }

    static SeasonalNaiveForecaster Fitted(string period, ForecastTask task)
    {
        var model = new SeasonalNaiveForecaster(ModelSettings.Parse([$"period={period}"]).For(SeasonalNaiveForecaster.ModelCard));
        model.Fit(task, new FitOptions());
        return model;
    }
}
