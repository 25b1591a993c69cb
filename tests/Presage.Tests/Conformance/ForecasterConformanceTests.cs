using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.Evaluation;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;
using Presage.Tests.Models;

namespace Presage.Tests.Conformance;

/// <summary>What every forecaster of the catalogue keeps to; a new one is tested by being listed.</summary>
public sealed class ForecasterConformanceTests
{
    static readonly FitOptions Short = new() { Epochs = 2 };

    public static TheoryData<string> All => [.. ModelCatalog.Forecasters.Select(entry => entry.Card.Id)];

    public static TheoryData<string> Trained => [.. ModelCatalog.Forecasters.Where(entry => entry.Card.UsesSeed).Select(entry => entry.Card.Id)];

    [Theory]
    [MemberData(nameof(All))]
    public void Card_Texts_SayWhatTheModelIs(string id)
    {
        var card = ModelCatalog.Get(id).Card;

        Assert.Equal("forecasting", card.Task);
        Assert.All([card.Name, card.Summary, card.Source, card.Changes], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.All(card.Settings, setting => Assert.False(string.IsNullOrWhiteSpace(setting.Description)));
        Assert.Equal(card.Settings.Count, card.Settings.Select(setting => setting.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forecast_FittedModel_FillsEveryValue(string id)
    {
        var task = SmallData.Task();
        using var model = Fitted(id, task);
        var forecast = Nothing(task.Test, 5);

        model.Forecast(task.Test, 2, 5, forecast);

        Assert.All(forecast, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(task.Shape, model.Shape);
        Assert.True(model.ParameterCount >= 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_SameSeed_GivesTheSameBits(string id)
    {
        var task = SmallData.Task();
        using var one = Fitted(id, task);
        using var other = Fitted(id, task);

        Assert.Equal(Tensors(one), Tensors(other));
        Assert.Equal(Forecast(one, task.Test), Forecast(other, task.Test));
    }

    [Theory]
    [MemberData(nameof(Trained))]
    public void Fit_OtherSeed_GivesOtherWeights(string id)
    {
        var task = SmallData.Task();
        using var one = Fitted(id, task);
        using var other = Fitted(id, task, Short with { Seed = 2 });

        Assert.NotEqual(Tensors(one), Tensors(other));
    }

    [Theory]
    [MemberData(nameof(Trained))]
    public void Fit_AFewWindowsOfNoise_AreLearnedByHeart(string id)
    {
        // A rate that is halved each round reaches nothing in rounds of one step: such a model gets the windows many times a round.
        var isHalved = id is "rlinear" or "dlinear";
        var random = new Random(9);
        var values = Enumerable.Range(0, 24 + 4 + 7).Select(_ => (float)SmallData.Gaussian(random)).ToArray();
        var copies = isHalved ? 100 : 1;
        var frame = new Frame(
            0, SmallData.StepMs, true, [.. Enumerable.Range(0, copies).Select(i => $"{i}")], ["x"], [.. Enumerable.Repeat(values, copies).SelectMany(one => one)]);
        var windows = WindowSet.Create(frame, new BinRange(0, frame.Bins), new WindowOptions { Lookback = 24, Horizon = 4 });
        Assert.Equal(8 * copies, windows.Count);
        var entry = ModelCatalog.Get(id);
        using var model = entry.Create(ModelSettings.Parse(isHalved ? ["learning-rate=0.2"] : []).For(entry.Card));

        var rounds = isHalved ? 10 : id == "transformer" ? 300 : 1500;
        model.Fit(new ForecastTask(windows, windows, new BinRange(0, frame.Bins)), new FitOptions { Epochs = rounds });

        var error = Error(model, windows);
        Assert.True(error < 0.25, $"The error on eight windows of noise with a variance of 1 is {error}.");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Load_Saved_ForecastsBitEqual(string id)
    {
        var task = SmallData.Task();
        using var model = Fitted(id, task);
        using var loaded = Create(id);
        var writer = new ArtefactWriter();
        model.Save(writer);

        loaded.Load(new ArtefactReader("test", writer.Tensors, writer.Numbers, writer.Names), task.Shape);

        Assert.Equal(Forecast(model, task.Test), Forecast(loaded, task.Test));
        Assert.Equal(model.ParameterCount, loaded.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Load_EmptyArtefact_IsRefusedByModelsThatLearn(string id)
    {
        using var model = Create(id);
        var reader = new ArtefactReader("test", [], new Dictionary<string, double>());
        var error = Record.Exception(() => model.Load(reader, new ForecastShape(24, 4, 2)));

        if (id == "last")
        {
            Assert.Null(error);
        }
        else
        {
            Assert.IsType<ArtefactException>(error);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forecast_GapsAndAMetricThatIsNeverThere_StaysFinite(string id)
    {
        var frame = SmallData.Frame(metrics: 3, missing: 0.4);
        var values = Rows(frame);
        foreach (var entity in new[] { 0, 1 })
        {
            Array.Fill(values, float.NaN, ((entity * 3) + 2) * frame.Bins, frame.Bins);
        }

        var task = SmallData.Task(frame.With(values));
        using var model = Fitted(id, task);

        Assert.All(Forecast(model, task.Test), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forecast_ConstantSeries_StaysThere(string id)
    {
        var frame = SmallData.Frame(1, 2);
        var task = SmallData.Task(frame.With([.. Enumerable.Repeat(42f, 2 * frame.Bins)]));
        using var model = Fitted(id, task);

        Assert.All(Forecast(model, task.Test), value => Assert.Equal(0f, value, 0.2));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forecast_OneSeries_Works(string id)
    {
        var task = SmallData.Task(SmallData.Frame(1, 1));
        using var model = Fitted(id, task);

        Assert.All(Forecast(model, task.Test), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forecast_OneWindowAtATime_EqualsManyAtOnce(string id)
    {
        var task = SmallData.Task();
        using var model = Fitted(id, task);
        var together = Forecast(model, task.Test);

        for (var window = 0; window < task.Test.Count; window += 7)
        {
            var alone = Nothing(task.Test, 1);
            model.Forecast(task.Test, window, 1, alone);
            for (var place = 0; place < alone.Length; place++)
            {
                Assert.Equal(together[(window * alone.Length) + place], alone[place], 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forecast_ValuesAfterTheOrigin_AreNotLookedAt(string id)
    {
        var frame = SmallData.Frame();
        var task = SmallData.Task(frame);
        using var model = Fitted(id, task);
        var scaled = task.Test.Frame;
        var origin = task.Split.Test.Start + 10;
        var changed = scaled.With([.. Rows(scaled).Select((value, at) => at % scaled.Bins <= origin ? value : value + 100)]);

        var (before, after) = (Nothing(task.Test, 2), Nothing(task.Test, 2));
        model.Forecast(WindowSet.CreateLatest(scaled, task.Test.Options, origin), 0, 2, before);
        model.Forecast(WindowSet.CreateLatest(changed, task.Test.Options, origin), 0, 2, after);

        Assert.Equal(before, after);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_TestValuesChange_LearnsTheSame(string id)
    {
        var frame = SmallData.Frame();
        var task = SmallData.Task(frame);
        var changed = SmallData.Task(frame.With(
            [.. Rows(frame).Select((value, at) => at % frame.Bins < task.Split.Test.Start ? value : (-2 * value) + 300)]));
        using var one = Fitted(id, task);
        using var other = Fitted(id, changed);

        Assert.Equal(Tensors(one), Tensors(other));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_Cancelled_Throws(string id)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var model = Create(id);

        Assert.ThrowsAny<OperationCanceledException>(() => model.Fit(SmallData.Task().ForecastTask, Short, null, source.Token));
        Assert.Throws<InvalidOperationException>(() => Forecast(model, SmallData.Task().Test));
    }

    [Theory]
    [MemberData(nameof(Trained))]
    public void Fit_CancelledAfterTheFirstStep_Throws(string id)
    {
        using var source = new CancellationTokenSource();
        using var model = Create(id);
        var progress = new FirstReport(source.Cancel);

        Assert.ThrowsAny<OperationCanceledException>(
            () => model.Fit(SmallData.Task().ForecastTask, new FitOptions { Epochs = 10_000 }, progress, source.Token));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_NoTrainWindow_SaysWhatIsNeeded(string id)
    {
        var task = SmallData.Task().ForecastTask;
        var none = WindowSet.Create(task.Frame, new BinRange(0, 5), task.Train.Options);
        using var model = Create(id);

        var error = Assert.Throws<ModelDataException>(() => model.Fit(task with { Train = none }, Short));
        Assert.Contains("24 + 4 bins", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_NoValidationWindow_StillWorks(string id)
    {
        var task = SmallData.Task();
        var none = WindowSet.Create(task.Train.Frame, new BinRange(0, 5), task.Train.Options);
        using var model = Create(id);

        model.Fit(task.ForecastTask with { Validation = none }, Short);

        Assert.All(Forecast(model, task.Test), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forecast_WindowsOfAnotherShape_AreRefusedWithBothShapes(string id)
    {
        using var model = Fitted(id, SmallData.Task());
        var other = SmallData.Task(lookback: 12);

        var error = Assert.Throws<ArgumentException>(() => Forecast(model, other.Test));
        Assert.Contains("look-back 24", error.Message, StringComparison.Ordinal);
        Assert.Contains("look-back 12", error.Message, StringComparison.Ordinal);
    }

    static Forecaster Create(string id)
    {
        var entry = ModelCatalog.Get(id);
        return entry.Create(ModelSettings.Empty.For(entry.Card));
    }

    static Forecaster Fitted(string id, EvaluationTask task, FitOptions? options = null)
    {
        var model = Create(id);
        model.Fit(task.ForecastTask, options ?? Short);
        return model;
    }

    static float[] Forecast(Forecaster model, WindowSet windows) => WindowForecasts.Compute(model, windows, default);

    static float[] Nothing(WindowSet windows, int count) =>
        [.. Enumerable.Repeat(float.NaN, count * ForecastShape.Of(windows).OutputLength)];

    static float[] Tensors(Forecaster model)
    {
        var writer = new ArtefactWriter();
        model.Save(writer);
        return [.. writer.Tensors.SelectMany(tensor => tensor.Values), .. writer.Numbers.Values.Select(value => (float)value)];
    }

    static double Error(Forecaster model, WindowSet windows)
    {
        var shape = ForecastShape.Of(windows);
        var forecast = Forecast(model, windows);
        var target = new float[shape.OutputLength];
        var mask = new float[shape.OutputLength];
        double squares = 0;
        for (var window = 0; window < windows.Count; window++)
        {
            windows.CopyTarget(window, target, mask);
            squares += target.Select((value, place) => Math.Pow(value - forecast[(window * target.Length) + place], 2)).Sum();
        }

        return squares / forecast.Length;
    }

    static float[] Rows(Frame frame) => [.. Enumerable.Range(0, frame.Entities.Count * frame.Metrics.Count)
        .SelectMany(row => frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count).ToArray())];

    sealed class FirstReport(Action act) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => act();
    }
}
