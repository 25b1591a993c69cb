using Presage.Models.Artefacts;
using Presage.Models.Calibration;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Calibration;

public sealed class ConformalBandsTests
{
    const int Bins = 4000;
    const int CalibrationEnd = 1500;
    const int Horizon = 6;

    [Fact]
    public void MeasureSplit_ErrorsAsInCalibration_CoversAsPromised()
    {
        var residuals = Residuals(_ => 1);
        var bands = ConformalBands.Fit(residuals, CalibrationEnd);

        var quality = bands.MeasureSplit(residuals, IsTest).Measure(0, Horizon)!;

        Assert.Equal(0.80, quality.Coverage[0], 0.02);
        Assert.Equal(0.95, quality.Coverage[1], 0.01);
    }

    [Fact]
    public void CopyReaches_GaussianErrors_AreTheirQuantiles()
    {
        var bands = ConformalBands.Fit(Residuals(_ => 1), CalibrationEnd);

        Assert.Equal(1.2816, bands.CopyReaches()[2], 0.1);
        Assert.Equal(1.96, bands.CopyReaches()[Horizon + 2], 0.2);
    }

    [Theory]
    [InlineData(3.0)]
    [InlineData(0.3)]
    public void Online_ErrorsChangeTheirSize_FollowsWhereSplitFails(double factor)
    {
        var residuals = Residuals(bin => bin < CalibrationEnd + 300 ? 1 : factor);
        var bands = ConformalBands.Fit(residuals, CalibrationEnd);

        var split = bands.MeasureSplit(residuals, IsTest).Measure(0, Horizon)!;
        var online = bands.Online().Measure(residuals, IsTest).Measure(0, Horizon)!;

        Assert.True(Math.Abs(split.Coverage[0] - 0.8) > 0.1, $"Split covers {split.Coverage[0]}.");
        Assert.Equal(0.80, online.Coverage[0], 0.04);
        Assert.Equal(0.95, online.Coverage[1], 0.02);
    }

    [Fact]
    public void Online_OutcomesAfterTheOrigin_DoNotChangeItsBand()
    {
        const int Now = 2500;
        var calm = Residuals(_ => 1);
        var stormy = Residuals(bin => bin <= Now ? 1 : 10);
        var bands = ConformalBands.Fit(calm, CalibrationEnd);

        var known = Known(calm, Now);
        Assert.Equal(bands.Online().Latest(known, [(0, Now)])[0], bands.Online().Latest(Known(stormy, Now), [(0, Now)])[0]);
        Assert.NotEqual(bands.Online().Latest(stormy, [(0, Now + 900)])[0], bands.Online().Latest(calm, [(0, Now + 900)])[0]);
    }

    [Fact]
    public void Latest_EntityWithoutHistory_IsTheSplitBand()
    {
        var residuals = Residuals(_ => 1);
        var bands = ConformalBands.Fit(residuals, CalibrationEnd);
        var none = Residuals(_ => 1, targets: new BinRange(0, 0));

        var reaches = bands.Online().Latest(none, [(0, 100)])[0];

        Assert.Equal(bands.CopyReaches(), reaches);
    }

    [Fact]
    public void Fit_NoCalibrationWindows_HasEmptyBandsAndDoesNotThrow()
    {
        var bands = ConformalBands.Fit(Residuals(_ => 1), 0);

        Assert.All(bands.CopyReaches(), reach => Assert.Equal(0f, reach));
        Assert.True(double.IsNaN(bands.Loss));
    }

    [Fact]
    public void Load_Saved_GivesTheSameBands()
    {
        var residuals = Residuals(_ => 1);
        var bands = ConformalBands.Fit(residuals, CalibrationEnd);
        var writer = new ArtefactWriter();
        bands.Save(writer);

        var loaded = ConformalBands.Load(new ArtefactReader("test", writer.Tensors, writer.Numbers), residuals.Shape);

        Assert.Equal(bands.CopyReaches(), loaded.CopyReaches());
        Assert.Equal(bands.Rate, loaded.Rate);
        Assert.False(loaded.HasHead);
    }

    static bool IsTest(int origin) => origin + 1 >= CalibrationEnd;

    // Forecasts of 0 for Gaussian values whose deviation depends on the bin: the errors are the values.
    static ResidualSet Residuals(Func<int, double> deviation, BinRange? targets = null)
    {
        var random = new Random(11);
        var values = Enumerable.Range(0, Bins).Select(bin => (float)(deviation(bin) * SmallData.Gaussian(random))).ToArray();
        var frame = new Frame(0, SmallData.StepMs, true, ["a"], ["x"], values);
        var windows = WindowSet.Create(frame, targets ?? new BinRange(0, Bins), new WindowOptions { Lookback = 2, Horizon = Horizon });
        return ResidualSet.TakeOver(windows, new float[windows.Count * Horizon]);
    }

    // The same errors as a live system has them: windows whose outcomes are not all known are still in the list.
    static ResidualSet Known(ResidualSet residuals, int now)
    {
        var frame = residuals.Windows.Frame;
        var values = frame.Values(0, 0).ToArray().Select((value, bin) => bin <= now ? value : float.NaN).ToArray();
        var windows = WindowSet.Create(frame.With(values), new BinRange(0, Bins), residuals.Windows.Options with { MinimumCoverage = 0 });
        return ResidualSet.TakeOver(windows, new float[windows.Count * ForecastShape.Of(windows).OutputLength]);
    }
}
