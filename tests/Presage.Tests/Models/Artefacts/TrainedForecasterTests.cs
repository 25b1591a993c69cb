using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Artefacts;

public sealed class TrainedForecasterTests
{
    [Fact]
    public void Forecast_SeasonalData_IsCloseInTheUsersOwnUnits()
    {
        var frame = SmallData.Frame(noise: 0.02, bins: 404);
        using var trained = TrainedModels.Train("ridge", Cut(frame, 400)).Trained;

        var result = trained.Forecast(Cut(frame, 400));

        Assert.Equal(4, result.Series.Count);
        foreach (var series in result.Series)
        {
            var entity = frame.Entities.ToList().IndexOf(series.Entity);
            var metric = frame.Metrics.ToList().IndexOf(series.Metric);
            Assert.Equal(399 * SmallData.StepMs, series.OriginMs);
            for (var step = 0; step < 4; step++)
            {
                Assert.Equal((400 + step) * SmallData.StepMs, series.TimesMs[step]);
                Assert.Equal(frame.Values(entity, metric)[400 + step], series.Point[step], 1.0);
                Assert.InRange(series.Point[step], series.Bands[0].Lower[step], series.Bands[0].Upper[step]);
                Assert.True(series.Bands[1].Upper[step] - series.Bands[1].Lower[step] >= series.Bands[0].Upper[step] - series.Bands[0].Lower[step]);
            }
        }
    }

    [Fact]
    public void Forecast_LogarithmicScale_IsInOwnUnitsAndTheSameFromAFile()
    {
        var frame = SmallData.Frame(noise: 0.02, bins: 404);
        var bursts = frame.With([.. Enumerable.Range(0, 4).SelectMany(row => frame.Values(row / 2, row % 2).ToArray().Select(value => MathF.Exp(value / 20)))]);
        using var trained = TrainedModels.Train("ridge", Cut(bursts, 400), MetricScale.Logarithmic).Trained;
        using var file = new MemoryStream();

        ArtefactFile.Write(file, trained);
        using var read = ArtefactFile.Read("artefact", file.ToArray(), ModelCatalog.Get);
        var result = trained.Forecast(Cut(bursts, 400));

        Assert.True(read.Scaler.IsLogarithmic);
        Assert.Equal(result.Series.SelectMany(series => series.Point), read.Forecast(Cut(bursts, 400)).Series.SelectMany(series => series.Point));
        foreach (var series in result.Series)
        {
            float truth = bursts.Values(bursts.Entities.ToList().IndexOf(series.Entity), bursts.Metrics.ToList().IndexOf(series.Metric))[400];
            Assert.InRange(series.Point[0] / truth, 0.8, 1.25);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5f)]
    public void Forecast_HistoryWithoutNegatives_HasNoneEither(float least)
    {
        var random = new Random(3);
        var frame = SmallData.Frame().With([.. Enumerable.Range(0, 4 * 400).Select(_ => MathF.Max(least, (float)SmallData.Gaussian(random)))]);
        using var trained = TrainedModels.Train("ridge", frame).Trained;

        var ends = trained.Forecast(frame).Series.SelectMany(series => series.Bands.SelectMany(band => band.Lower)).ToArray();

        Assert.Equal(least < 0, ends.Min() < 0);
        Assert.All(ends, end => Assert.InRange(end, -10, 10));
    }

    [Fact]
    public void Forecast_ErrorsGrewSinceTraining_WidensTheBands()
    {
        var frame = SmallData.Frame(bins: 1600);
        using var trained = TrainedModels.Train("ridge", Cut(frame, 400)).Trained;
        var random = new Random(4);
        var stormy = frame.With([.. Enumerable.Range(0, 4).SelectMany(row => frame.Values(row / 2, row % 2).ToArray()
            .Select((value, bin) => bin < 500 ? value : value + (float)(15 * SmallData.Gaussian(random))))]);

        var calmWidth = Width(trained.Forecast(frame));
        var stormyWidth = Width(trained.Forecast(stormy));

        Assert.True(stormyWidth > 3 * calmWidth, $"{stormyWidth} against {calmWidth}");
    }

    [Fact]
    public void Forecast_MetricsInAnotherOrderAmongOthers_PicksItsOwn()
    {
        var frame = SmallData.Frame();
        using var trained = TrainedModels.Train("ridge", frame).Trained;
        var values = new List<float>();
        for (var entity = 0; entity < 2; entity++)
        {
            values.AddRange(frame.Values(entity, 1));
            values.AddRange(new float[frame.Bins]);
            values.AddRange(frame.Values(entity, 0));
        }

        var mixed = new Frame(0, SmallData.StepMs, true, frame.Entities, ["metric-1", "other", "metric-0"], [.. values]);

        Assert.Equal(
            trained.Forecast(frame).Series.SelectMany(series => series.Point),
            trained.Forecast(mixed).Series.SelectMany(series => series.Point));
    }

    [Fact]
    public void Forecast_MetricMissing_NamesBothListsAndWhatIsMissing()
    {
        using var trained = TrainedModels.Train("ridge").Trained;
        var other = new Frame(0, SmallData.StepMs, true, ["a"], ["metric-0", "latency"], new float[200]);

        var error = Assert.Throws<ArtefactException>(() => trained.Forecast(other));
        Assert.Equal(
            "The artefact was trained for the metrics metric-0, metric-1; the data have metric-0, latency: metric-1 missing.", error.Message);
    }

    [Fact]
    public void Forecast_OtherStep_NamesBoth()
    {
        using var trained = TrainedModels.Train("ridge").Trained;

        var error = Assert.Throws<ArtefactException>(() => trained.Forecast(new Frame(0, 1000, true, ["a"], ["metric-0", "metric-1"], new float[200])));
        Assert.Contains("1000 ms", error.Message, StringComparison.Ordinal);
        Assert.Contains("60000 ms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forecast_UnknownEntity_IsScaledByItsOwnHistoryAndMarked()
    {
        var frame = SmallData.Frame(entities: 1);
        using var trained = TrainedModels.Train("ridge", frame).Trained;
        var renamed = new Frame(
            frame.StartMs, frame.StepMs, true, ["newcomer"], frame.Metrics, [.. frame.Values(0, 0).ToArray().Concat(frame.Values(0, 1).ToArray()).Select(value => (3 * value) + 1000)]);

        var series = trained.Forecast(renamed).Series;

        Assert.All(series, one => Assert.True(one.IsScaledByOwnHistory));
        Assert.All(series[0].Point, value => Assert.InRange(value, 1000 + (3 * 35), 1000 + (3 * 65)));
    }

    [Fact]
    public void Forecast_EntityWithoutNewObservations_IsNamed()
    {
        var frame = SmallData.Frame(entities: 2);
        using var trained = TrainedModels.Train("ridge", frame).Trained;
        var values = Enumerable.Range(0, 4).SelectMany(row => frame.Values(row / 2, row % 2).ToArray()).ToArray();
        Array.Fill(values, float.NaN, 2 * frame.Bins, 2 * frame.Bins);

        var result = trained.Forecast(frame.With(values));

        Assert.Equal(["host-1"], result.Skipped);
        Assert.All(result.Series, series => Assert.Equal("host-0", series.Entity));
    }

    [Fact]
    public void Forecast_HistoryShorterThanAWindow_SaysWhatIsNeeded()
    {
        using var trained = TrainedModels.Train("ridge").Trained;

        var error = Assert.Throws<ModelDataException>(() => trained.Forecast(SmallData.Frame(bins: 10)));
        Assert.Contains("24 newest bins", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Report_JudgesOnTest()
    {
        var (trained, report) = TrainedModels.Train("ridge");
        using (trained)
        {
            Assert.Equal(report.Task.Test.Count, report.Rows[0].Windows);
            Assert.Contains(report.Rows, row => row is { Horizon: "all", Metric: null });
            Assert.Contains(report.Rows, row => row is { Horizon: "all", Metric: "metric-1" });
        }
    }

    [Fact]
    public void Of_SameSeriesInAnotherOrder_HasTheSameFingerprint()
    {
        var recording = SmallData.Recording(SmallData.Frame(bins: 50));
        var reordered = new Presage.Telemetry.Series.Recording(
            "/elsewhere/small.csv", recording.Format, true, [.. recording.Series.Reverse()], recording.Report);

        Assert.Equal(DataFingerprint.Of(recording), DataFingerprint.Of(reordered));
        Assert.NotEqual(DataFingerprint.Of(recording).Sha256, DataFingerprint.Of(SmallData.Recording(SmallData.Frame(bins: 50, seed: 8))).Sha256);
    }

    static Frame Cut(Frame frame, int bins) => new(
        frame.StartMs,
        frame.StepMs,
        frame.HasCalendar,
        frame.Entities,
        frame.Metrics,
        [.. Enumerable.Range(0, frame.Entities.Count * frame.Metrics.Count)
            .SelectMany(row => frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count)[..bins].ToArray())]);

    static float Width(ForecastResult result) => result.Series.Average(series => series.Bands[0].Upper[0] - series.Bands[0].Lower[0]);
}
