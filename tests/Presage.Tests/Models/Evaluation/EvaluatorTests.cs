using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.Evaluation;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Evaluation;

public sealed class EvaluatorTests
{
    static readonly ModelEntry[] Plain = [ModelCatalog.Get("ridge"), ModelCatalog.Get("last"), ModelCatalog.Get("seasonal-naive")];

    [Fact]
    public void Run_Rows_StandInTheOrderOfTheRequest()
    {
        var result = Run(Plain);

        Assert.Equal(
            from model in new[] { "ridge", "last", "seasonal-naive" } from horizon in new[] { "1", "4", "all" } select (model, horizon),
            result.Rows.Select(row => (row.Model, row.Horizon)));
        Assert.Equal(result.Rows.Count * 2, result.MetricRows.Count);
        Assert.All(result.Rows, row => Assert.Equal(result.Tasks[0].Test.Count, row.Windows));
    }

    [Fact]
    public void Run_EntityErrors_AreThoseOfTheFirstModel()
    {
        var (result, alone) = (Run(Plain), Run([Plain[1]]));
        var frame = result.Tasks[0].Test.Frame;
        var rows = result.MetricRows.Where(row => row is { Model: "ridge", Horizon: "all" }).ToArray();

        Assert.Equal(frame.Entities.Count * frame.Metrics.Count, result.EntityErrors.Count);
        for (int metric = 0; metric < frame.Metrics.Count; metric++)
        {
            var ofMetric = result.EntityErrors.Where((_, at) => at % frame.Metrics.Count == metric).ToArray();
            Assert.InRange(rows[metric].Errors.Mae, ofMetric.Min() - 1e-12, ofMetric.Max() + 1e-12);
        }

        Assert.NotEqual(alone.EntityErrors, result.EntityErrors);
    }

    [Fact]
    public void Run_SeasonalData_RidgeBeatsLastValueSignificantly()
    {
        var result = Run(Plain);

        var test = Assert.Single(result.Significance, row => row is { Against: "last", Horizon: "all", Measure: "mse" });
        Assert.True(test is { Difference: < 0, P: < 0.05 }, test.ToString());
    }

    [Fact]
    public void Run_OneOrTwoThreads_GiveTheSameRows()
    {
        Assert.Equal(Numbers(Run([.. Plain, Noisy()], seeds: 3, threads: 1)), Numbers(Run([.. Plain, Noisy()], seeds: 3, threads: 2)));
    }

    [Fact]
    public void Run_ModelWithChance_HasARowPerSeedAndAnEnsemble()
    {
        var result = Run([Noisy()], seeds: 3);

        var all = result.Rows.Where(row => row.Horizon == "all").ToArray();
        Assert.Equal([1, 2, 3, null], all.Select(row => row.Seed));
        Assert.Equal("ensemble of 3", all[3].Variant);
        Assert.True(all[3].Errors.Mse < all.Take(3).Min(row => row.Errors.Mse), "Independent noise averages out.");
        Assert.Equal(3, all.Take(3).Select(row => row.Errors.Mse).Distinct().Count());
    }

    [Fact]
    public void Run_ModelWithoutChance_IsFittedOnce() =>
        Assert.All(Run(Plain, seeds: 3).Rows, row => Assert.Equal(1, row.Seed));

    [Fact]
    public void Run_DeclaredVariants_AreShownUnlessUnwanted()
    {
        var entry = ModelCatalog.Get("seasonal-naive") with { Variants = [new Variant("of two", new Dictionary<string, string> { ["period"] = "2" })] };

        Assert.Contains(Run([entry]).Rows, row => row.Variant == "of two");
        Assert.DoesNotContain(Run([entry], variants: false).Rows, row => row.Variant == "of two");
    }

    [Fact]
    public void Run_CancelledWhileFitting_Throws()
    {
        using var source = new CancellationTokenSource();
        var progress = new CallingProgress(_ => source.Cancel());

        Assert.ThrowsAny<OperationCanceledException>(() => Evaluator.Run(Request(), [Noisy(), .. Plain], progress, source.Token));
    }

    [Fact]
    public void Run_ModelThatThrows_PassesItsErrorOn()
    {
        var entry = new ModelEntry(LastValueForecaster.ModelCard, _ => new DivergingForecaster(), []);

        var error = Assert.Throws<ModelDataException>(() => Run([entry]));
        Assert.Contains("NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ProgressOfRuns_EndsWithAllOfThem()
    {
        var seen = new List<EvaluationProgress>();

        Evaluator.Run(Request(), Plain, new CallingProgress(seen.Add));

        Assert.Equal(3, seen[^1].FinishedRuns);
        Assert.Equal(3, seen[^1].TotalRuns);
    }

    [Fact]
    public void Run_WrongSetting_IsAnErrorBeforeAnyFit()
    {
        var request = Request() with { Settings = ModelSettings.Parse(["period=0"]) };

        Assert.Throws<SettingException>(() => Evaluator.Run(request, [Noisy(), .. Plain], new CallingProgress(_ => Assert.Fail("A fit began."))));
    }

    [Fact]
    public void Run_UnknownModel_IsNamed() => Assert.Contains(
        "'rigde'",
        Assert.Throws<UnknownModelException>(() => Evaluator.Run(Request() with { Models = ["rigde"] })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Run_DataTooShort_SaysWhichPartHasNoWindow()
    {
        var request = Request() with { Recording = SmallData.Recording(SmallData.Frame(bins: 30)) };

        var error = Assert.Throws<ModelDataException>(() => Evaluator.Run(request, Plain));
        Assert.Contains("no train window of look-back 24 and horizon 4 in 30 bins", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TestValuesChange_ChangesNeitherScalingNorFitNorValidation()
    {
        var frame = SmallData.Frame();
        var testStart = TimeSplit.ByShare(frame.Bins).Test.Start;
        var shifted = frame.With([.. Enumerable.Range(0, 4).SelectMany(row => frame.Values(row / 2, row % 2).ToArray()
            .Select((value, bin) => bin < testStart ? value : (3 * value) + 500))]);

        var (one, other) = (Fit(frame), Fit(shifted));

        Assert.Equal(one.Task.Scaler.Means.ToArray(), other.Task.Scaler.Means.ToArray());
        Assert.Equal(one.Task.Scaler.Deviations.ToArray(), other.Task.Scaler.Deviations.ToArray());
        Assert.Equal(one.Weights, other.Weights);
        Assert.Equal(one.Report.BestValidation, other.Report.BestValidation);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(1000)]
    public void Forecast_BatchSize_DoesNotChangeTheError(int batch)
    {
        var task = SmallData.Task(SmallData.Frame(missing: 0.2));
        using var model = ModelCatalog.Get("ridge").Create(ModelSettings.Empty.For(RidgeForecaster.CentredCard));
        model.Fit(task.ForecastTask, new FitOptions());
        var forecasts = new float[task.Online.Count * task.Shape.OutputLength];
        for (var first = 0; first < task.Online.Count; first += batch)
        {
            var count = Math.Min(batch, task.Online.Count - first);
            model.Forecast(task.Online, first, count, forecasts.AsSpan(first * task.Shape.OutputLength, count * task.Shape.OutputLength));
        }

        var score = ForecastScore.Of(task, forecasts, null);

        var expected = ForecastScore.Of(task, WindowForecasts.Compute(model, task.Online, default), null);
        Assert.Equal(expected.Errors.Measure(task.Reported[1]), score.Errors.Measure(task.Reported[1]));
    }

    [Fact]
    public void Create_Parts_DoNotShareATarget()
    {
        var task = SmallData.Task();

        int LastTarget(WindowSet windows) => Enumerable.Range(0, windows.Count).Max(window => windows.At(window).Origin) + 4;
        int FirstTarget(WindowSet windows) => Enumerable.Range(0, windows.Count).Min(window => windows.At(window).Origin) + 1;
        Assert.True(LastTarget(task.Train) < FirstTarget(task.Validation));
        Assert.True(LastTarget(task.Validation) < FirstTarget(task.Test));
        Assert.Equal(task.Split.Test.Start, FirstTarget(task.Test));
    }

    [Fact]
    public void Create_HopOfTraining_LeavesTestAtEveryOrigin()
    {
        var (every, hopped) = (SmallData.Task(), SmallData.Task(hop: 3));

        Assert.True(hopped.Train.Count * 2 < every.Train.Count);
        Assert.Equal(every.Test.Count, hopped.Test.Count);
    }

    static (EvaluationTask Task, float[] Weights, FitReport Report) Fit(Frame frame)
    {
        var task = SmallData.Task(frame);
        using var model = RidgeForecaster.CreateRaw(ModelSettings.Empty.For(RidgeForecaster.RawCard));
        var report = model.Fit(task.ForecastTask, new FitOptions());
        var writer = new ArtefactWriter();
        model.Save(writer);
        return (task, writer.Tensors[0].Values, report);
    }

    static EvaluationRequest Request() => new()
    {
        Models = ["ridge"],
        Recording = SmallData.Recording(SmallData.Frame(missing: 0.1)),
        ProtocolOptions = new ProtocolOptions { Lookback = 24, Horizons = [1, 4] },
    };

    static EvaluationResult Run(ModelEntry[] entries, int seeds = 1, int threads = 1, bool variants = true) =>
        Evaluator.Run(Request() with { Seeds = seeds, Threads = threads, Variants = variants }, entries);

    static IEnumerable<object?> Numbers(EvaluationResult result) => result.Rows.Select(row => (object)(
        row.Model, row.Variant, row.Horizon, row.Seed, row.Errors, row.Bands.Adaptive.Coverage[0], row.Bands.Quantile!.Width[1], row.Bands.Split.Width[0]))
        .Concat(result.Significance);

    static ModelEntry Noisy() => new(NoisyForecaster.NoisyCard, _ => new NoisyForecaster(), []);

    sealed class CallingProgress(Action<EvaluationProgress> call) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => call(value);
    }

    sealed class DivergingForecaster() : StubForecaster(LastValueForecaster.ModelCard)
    {
        protected override void ForecastWindows(WindowSet windows, int first, int count, Span<float> forecast) => forecast.Fill(float.NaN);
    }

    sealed class NoisyForecaster() : StubForecaster(NoisyCard)
    {
        int _seed;

        public static ModelCard NoisyCard { get; } = new("noisy", "Noisy", "forecasting", "", "", "", []) { UsesSeed = true };

        protected override FitReport FitWindows(
            ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
        {
            progress?.Report(new FitProgress(1, 2, 1, null, 0));
            cancellationToken.ThrowIfCancellationRequested();
            _seed = options.Seed;
            return new FitReport(1, null);
        }

        protected override void ForecastWindows(WindowSet windows, int first, int count, Span<float> forecast)
        {
            var each = forecast.Length / count;
            for (var i = 0; i < forecast.Length; i++)
            {
                forecast[i] = (float)SmallData.Gaussian(new Random((_seed * 1_000_003) + (first * each) + i));
            }
        }
    }
}
