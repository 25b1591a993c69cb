using Presage.Telemetry.Windows;
using static Presage.Tests.Telemetry.Windows.FrameMaker;

namespace Presage.Tests.Telemetry.Windows;

public class WindowSetTests
{
    static readonly BinRange Everything = new(0, int.MaxValue);

    [Fact]
    public void Create_NoGaps_HasEveryOriginBetweenLookbackAndHorizon()
    {
        var windows = WindowSet.Create(Single(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), Everything, Shape(4, 3));

        Assert.Equal(10 - 4 - 3 + 1, windows.Count);
        Assert.Equal((0, 3), windows.At(0));
        Assert.Equal((0, 6), windows.At(3));
    }

    [Fact]
    public void Create_TargetRange_MayLookBackButNotAhead()
    {
        var windows = WindowSet.Create(Single(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), new BinRange(5, 8), Shape(4, 2));

        Assert.Equal([(0, 4), (0, 5)], Origins(windows));
    }

    [Fact]
    public void OfFrame_OtherValues_HasTheSameWindowsOverThem()
    {
        var windows = WindowSet.Create(Single(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), new BinRange(5, 9), Shape(4, 2));
        float[] input = new float[4];

        var other = windows.OfFrame(Single(10, 11, 12, 13, 14, 15, 16, 17, 18, 19));

        Assert.Equal(Origins(windows), Origins(other));
        other.CopyInput(0, input, []);
        Assert.Equal([11, 12, 13, 14], input);
        Assert.Contains("9 bins", Assert.Throws<ArgumentException>(() => windows.OfFrame(Single(new float[9]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Hop_SkipsOriginsFromTheFirst()
    {
        var windows = WindowSet.Create(Single(new float[20]), Everything, Shape(4, 3) with { Hop = 5 });

        Assert.Equal([(0, 3), (0, 8), (0, 13)], Origins(windows));
    }

    [Fact]
    public void Create_EntityWithoutObservations_HasNoWindowAndShiftsNone()
    {
        var values = new float[3 * 6];
        Array.Fill(values, float.NaN, 6, 6);
        var frame = new Frame(0, 1000, false, ["a", "b", "c"], ["x"], values);

        var windows = WindowSet.Create(frame, Everything, Shape(4, 2));

        Assert.Equal([(0, 3), (2, 3)], Origins(windows));
    }

    [Fact]
    public void Create_NewestObservationTooOld_LeavesTheWindowOut()
    {
        var frame = Single(1, 1, 1, 1, 1, 1, Gap, Gap, Gap, 1, 1, 1);

        var windows = WindowSet.Create(frame, Everything, Shape(3, 2) with { MaximumAge = 1, MinimumCoverage = 0 });

        // At origin 7 the newest observation is bin 5, two bins old; at 8 three.
        Assert.Equal([(0, 2), (0, 3), (0, 4), (0, 5), (0, 6), (0, 9)], Origins(windows));
    }

    [Fact]
    public void Create_LongGap_IsNotCovered()
    {
        var frame = Single(1, 1, Gap, Gap, Gap, 1, 1, 1, Gap, 1, 1, 1);

        var windows = WindowSet.Create(frame, Everything, Shape(4, 1) with { MaximumGap = 2, MinimumCoverage = 0.75 });

        // Bins 2 to 4 do not count, bin 8 does: at most one of four may lie in 2 to 4.
        Assert.Equal([(0, 7), (0, 8), (0, 9), (0, 10)], Origins(windows));
    }

    [Fact]
    public void CopyInput_GapBetweenObservations_IsInterpolatedAndNotMarkedObserved()
    {
        var windows = WindowSet.Create(Single(1, Gap, Gap, 4, 9), Everything, Shape(4, 1));

        var (values, observed) = Input(windows, 0);

        Assert.Equal([1, 2, 3, 4], values);
        Assert.Equal([1, 0, 0, 1], observed);
    }

    [Fact]
    public void CopyInput_EndsMissing_RepeatsTheNearestObservationInside()
    {
        // Bins 0 and 7 were observed too, but lie outside the window.
        var windows = WindowSet.Create(Single(100, Gap, 2, Gap, 4, Gap, Gap, 100), Everything, Shape(6, 1));

        var (values, observed) = Input(windows, 1);

        Assert.Equal((0, 6), windows.At(1));
        Assert.Equal([2, 2, 3, 4, 4, 4], values);
        Assert.Equal([0, 1, 0, 1, 0, 0], observed);
    }

    [Fact]
    public void CopyInput_GapAboveTheLimit_RepeatsTheOlderObservation()
    {
        var windows = WindowSet.Create(
            Single(1, Gap, Gap, 4, Gap, 6, 7), Everything, Shape(6, 1) with { InterpolationLimit = 1 });

        Assert.Equal([1, 1, 1, 4, 5, 6], Input(windows, 0).Values);
    }

    [Fact]
    public void CopyInput_Dilation_TakesEverySecondBinAndFillsFromThoseBetween()
    {
        var windows = WindowSet.Create(Single(0, 1, Gap, 3, 4, 5), Everything, Shape(3, 1) with { Dilation = 2 });

        var (values, observed) = Input(windows, 0);

        Assert.Equal([0, 2, 4], values);
        Assert.Equal([1, 0, 1], observed);
        Assert.Equal(120_000, windows.InputTimeMs(0, 1));
        Assert.Equal(300_000, windows.TargetTimeMs(0, 0));
    }

    [Fact]
    public void CopyInput_MetricMissingInOneBin_EveryMetricHidesTheWholeBin()
    {
        var windows = WindowSet.Create(OfMetrics([1, 2, 3, 4], [10, Gap, 30, 40]), Everything, Shape(3, 1));

        var (values, observed) = Input(windows, 0);

        Assert.Equal([1, 10, 2, 20, 3, 30], values);
        Assert.Equal([1, 1, 0, 0, 1, 1], observed);
    }

    [Fact]
    public void CopyInput_MetricMissingInOneBin_AnyMetricHidesOnlyThatMetric()
    {
        var frame = OfMetrics([1, 7, 3, 4], [10, Gap, 30, 40]);

        var (values, observed) = Input(WindowSet.Create(frame, Everything, Shape(3, 1) with { Presence = Presence.AnyMetric }), 0);

        Assert.Equal([1, 10, 7, 20, 3, 30], values);
        Assert.Equal([1, 1, 1, 0, 1, 1], observed);
    }

    [Fact]
    public void CopyInput_MetricNeverObserved_IsZeroAndDoesNotHideTheOthers()
    {
        var windows = WindowSet.Create(OfMetrics([1, 2, 3, 4], [Gap, Gap, Gap, Gap]), Everything, Shape(3, 1));

        Assert.Equal(1, windows.Count);
        Assert.Equal([1, 0, 2, 0, 3, 0], Input(windows, 0).Values);
    }

    [Fact]
    public void CopyTarget_MissingBin_IsMaskedAndNeverFilled()
    {
        var windows = WindowSet.Create(Single(1, 2, 3, Gap, 5), Everything, Shape(2, 3));

        float[] values = new float[3];
        float[] mask = new float[3];
        windows.CopyTarget(0, values, mask);

        Assert.Equal([3, 0, 5], values);
        Assert.Equal([1, 0, 1], mask);
    }

    [Fact]
    public void CopyInput_WrongLength_NamesBothLengths()
    {
        var windows = WindowSet.Create(Single(1, 2, 3), Everything, Shape(2, 1));

        var error = Assert.Throws<ArgumentException>(() => windows.CopyInput(0, new float[3], []));

        Assert.Contains("3 values, a window 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SeriesTooShort_HasNoWindow() =>
        Assert.Equal(0, WindowSet.Create(Single(1, 2, 3), Everything, Shape(3, 1)).Count);

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(1, 1, 1, 0)]
    public void Create_ShapeOutOfRange_Throws(int lookback, int horizon, int hop, int dilation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowSet.Create(
            Single(1, 2, 3), Everything, new WindowOptions { Lookback = lookback, Horizon = horizon, Hop = hop, Dilation = dilation }));

    [Fact]
    public void CreateLatest_ForecastsFromEachEntitysNewestObservation()
    {
        var frame = new Frame(0, 1000, false, ["a", "b"], ["x"], [1, 2, 3, 4, 5, 1, 2, 3, Gap, Gap]);

        var windows = WindowSet.CreateLatest(frame, Shape(3, 2));

        Assert.Equal([(0, 4), (1, 2)], Origins(windows));
        Assert.Equal(5000, windows.TargetTimeMs(0, 0));
        float[] values = new float[2];
        float[] mask = new float[2];
        windows.CopyTarget(0, values, mask);
        Assert.Equal([0, 0], mask);
    }

    [Fact]
    public void CreateLatest_OriginGiven_RefusesStaleEntities()
    {
        var frame = new Frame(0, 1000, false, ["a", "b"], ["x"], [1, 2, 3, 4, 5, 1, 2, 3, Gap, Gap]);

        var windows = WindowSet.CreateLatest(frame, Shape(3, 2) with { MaximumAge = 1, MinimumCoverage = 0.3 }, origin: 4);

        Assert.Equal([(0, 4)], Origins(windows));
    }

    static WindowOptions Shape(int lookback, int horizon) => new() { Lookback = lookback, Horizon = horizon };

    static List<(int Entity, int Origin)> Origins(WindowSet windows) =>
        [.. Enumerable.Range(0, windows.Count).Select(windows.At)];

    static (float[] Values, float[] Observed) Input(WindowSet windows, int index)
    {
        var values = new float[windows.Options.Lookback * windows.Frame.Metrics.Count];
        var observed = new float[values.Length];
        windows.CopyInput(index, values, observed);
        return (values, observed);
    }
}
