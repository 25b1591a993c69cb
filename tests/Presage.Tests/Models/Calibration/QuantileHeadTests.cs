using Presage.Models.Artefacts;
using Presage.Models.Calibration;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Calibration;

public sealed class QuantileHeadTests
{
    const int Bins = 9000;
    const int TrainEnd = 4000;
    const int ValidationEnd = 6000;
    const int Lookback = 24;
    const int Horizon = 3;

    // Calm and stormy regimes alternate.
    const int Regime = 150;

    [Fact]
    public void Bands_SpreadChangesWithTheRegime_AreNarrowWhenCalmAndHoldTheirShare()
    {
        var frame = Alternating();
        var head = Train(frame);
        var (plainErrors, headErrors) = (Residuals(frame, null), Residuals(frame, head));
        var plain = ConformalBands.Fit(plainErrors, ValidationEnd);
        var scaled = ConformalBands.Fit(headErrors, ValidationEnd, head);

        // A regime counts as calm when all of the window and its targets are.
        bool IsCalm(int origin) => origin >= ValidationEnd && origin % (2 * Regime) is >= Lookback and < Regime - Horizon;
        var all = scaled.Online().Measure(headErrors, origin => origin >= ValidationEnd).Measure(0, Horizon)!;
        var calm = scaled.Online().Measure(headErrors, IsCalm).Measure(0, Horizon)!;
        var plainAll = plain.Online().Measure(plainErrors, origin => origin >= ValidationEnd).Measure(0, Horizon)!;
        var plainCalm = plain.MeasureSplit(plainErrors, IsCalm).Measure(0, Horizon)!;

        Assert.Equal(0.80, all.Coverage[0], 0.04);
        Assert.Equal(0.95, all.Coverage[1], 0.02);
        Assert.Equal(0.80, calm.Coverage[0], 0.08);
        Assert.True(plainCalm.Coverage[0] > 0.97, $"Plain bands hold {plainCalm.Coverage[0]} when calm: the regimes are too alike to test.");
        Assert.True(calm.Width[0] < 0.4 * plainCalm.Width[0], $"{calm.Width[0]} against {plainCalm.Width[0]}.");
        Assert.True(all.Score[0] < 0.95 * plainAll.Score[0], $"{all.Score[0]} against {plainAll.Score[0]}.");
        Assert.True(scaled.Loss < plain.Loss, $"{scaled.Loss} against {plain.Loss}.");
    }

    [Fact]
    public void Predict_OutcomesOnlyAboveTheForecast_ReachFurtherUp()
    {
        var random = new Random(3);
        var frame = FrameOf([.. Enumerable.Range(0, 1000).Select(_ => (float)Math.Pow(SmallData.Gaussian(random), 2))]);

        var spread = Spreads(Train(frame, 700), Windows(frame, 700, 1000)).First();

        Assert.True(spread.Up > 3 * spread.Down, $"{spread}.");
    }

    [Fact]
    public void Fit_Twice_GivesTheSameBits() => Assert.Equal(Numbers(Train(Alternating())), Numbers(Train(Alternating())));

    [Fact]
    public void Fit_ValuesAfterTrainChange_GivesTheSameBits()
    {
        var frame = Alternating();

        Assert.Equal(Numbers(Train(frame)), Numbers(Train(Changed(frame, TrainEnd))));
        Assert.NotEqual(Numbers(Train(frame)), Numbers(Train(Changed(frame, TrainEnd - 500))));
    }

    [Fact]
    public void Predict_ValuesAfterTheOriginChange_GivesTheSameSpreads()
    {
        var frame = Alternating();
        var head = Train(frame);
        var windows = Windows(frame, ValidationEnd, ValidationEnd + 10);
        int origin = windows.At(0).Origin;

        var (before, after, seen) = (
            Spreads(head, windows),
            Spreads(head, Windows(Changed(frame, origin + 1), ValidationEnd, ValidationEnd + 10)),
            Spreads(head, Windows(Changed(frame, origin), ValidationEnd, ValidationEnd + 10)));

        Assert.Equal(before.Take(Horizon), after.Take(Horizon));
        Assert.NotEqual(before.Take(Horizon), seen.Take(Horizon));
    }

    [Fact]
    public void Load_Saved_GivesTheSameSpreadsAndReaches()
    {
        var frame = Alternating();
        var head = Train(frame);
        var bands = ConformalBands.Fit(Residuals(frame, head), ValidationEnd, head);
        var writer = new ArtefactWriter();
        bands.Save(writer);

        var windows = Windows(frame, ValidationEnd, ValidationEnd + 50);
        var loaded = ConformalBands.Load(new ArtefactReader("test", writer.Tensors, writer.Numbers), ForecastShape.Of(windows));

        Assert.True(loaded.HasHead);
        Assert.Equal(bands.CopyReaches(), loaded.CopyReaches());
        var spreads = loaded.Spreads(windows, new float[windows.Count * Horizon]);
        Assert.Equal(Spreads(head, windows), Flatten(spreads, windows));
    }

    [Fact]
    public void Fit_ConstantSeries_GivesFiniteSpreads() => AssertUsable(FrameOf([.. Enumerable.Repeat(4f, 300)]), 200);

    [Fact]
    public void Fit_MissingValues_GivesFiniteSpreads()
    {
        var random = new Random(8);
        AssertUsable(FrameOf([.. Enumerable.Range(0, 400).Select(bin => bin % 7 == 2 ? float.NaN : (float)SmallData.Gaussian(random))]), 300);
    }

    [Fact]
    public void Fit_OneWindow_GivesFiniteSpreads() => AssertUsable(Alternating(), Lookback + Horizon);

    [Fact]
    public void Fit_ValuesFarBeyondTrain_GivesFiniteSpreads()
    {
        var random = new Random(2);
        AssertUsable(FrameOf([.. Enumerable.Range(0, 400).Select(bin => (bin < 300 ? 1 : 1e12f) * (float)SmallData.Gaussian(random))]), 300);
    }

    static void AssertUsable(Frame frame, int trainEnd) => Assert.All(
        Spreads(Train(frame, trainEnd), Windows(frame, 0, frame.Bins)),
        spread => Assert.True(float.IsFinite(spread.Down) && float.IsFinite(spread.Up) && spread is { Down: > 0, Up: > 0 }, $"{spread}."));

    static Frame Alternating()
    {
        var random = new Random(11);
        return FrameOf([.. Enumerable.Range(0, Bins).Select(bin => (float)((bin / Regime % 2 == 0 ? 0.2 : 2) * SmallData.Gaussian(random)))]);
    }

    static Frame FrameOf(float[] values) => new(0, SmallData.StepMs, true, ["a"], ["x"], values);

    static Frame Changed(Frame frame, int fromBin) =>
        frame.With([.. frame.Values(0, 0).ToArray().Select((value, bin) => bin < fromBin ? value : 50 + value)]);

    // Forecasts are 0: the errors are the values.
    static QuantileHead Train(Frame frame, int trainEnd = TrainEnd)
    {
        var windows = Windows(frame, 0, trainEnd);
        return QuantileHeadTraining.Fit(windows, new float[windows.Count * Horizon], CancellationToken.None);
    }

    static WindowSet Windows(Frame frame, int start, int end) =>
        WindowSet.Create(frame, new BinRange(start, end), new WindowOptions { Lookback = Lookback, Horizon = Horizon });

    static ResidualSet Residuals(Frame frame, QuantileHead? head)
    {
        var windows = Windows(frame, TrainEnd, Bins);
        var forecasts = new float[windows.Count * Horizon];
        var spreads = head?.Predict(windows, forecasts);
        var residuals = ResidualSet.TakeOver(windows, forecasts);
        return spreads is null ? residuals : ResidualSet.TakeOver(residuals, spreads);
    }

    static Spread[] Spreads(QuantileHead head, WindowSet windows) =>
        Flatten(head.Predict(windows, new float[windows.Count * Horizon]), windows);

    static Spread[] Flatten(SpreadSet spreads, WindowSet windows)
    {
        var all = new Spread[windows.Count * Horizon];
        for (int window = 0; window < windows.Count; window++)
        {
            spreads.CopyTo(window, all.AsSpan(window * Horizon, Horizon));
        }

        return all;
    }

    static float[] Numbers(QuantileHead head)
    {
        var writer = new ArtefactWriter();
        head.Save(writer);
        return [.. writer.Tensors.SelectMany(tensor => tensor.Values)];
    }
}
