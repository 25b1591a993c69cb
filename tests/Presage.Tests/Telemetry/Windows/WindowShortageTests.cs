using Presage.Telemetry.Windows;
using static Presage.Tests.Telemetry.Windows.FrameMaker;

namespace Presage.Tests.Telemetry.Windows;

public class WindowShortageTests
{
    static readonly WindowOptions Shape = new() { Lookback = 4, Horizon = 2, MaximumGap = 1 };

    [Fact]
    public void ExplainEmptiness_TooShort_NamesBothLengths() => Assert.Equal(
        "The longest series, a, has 5 bins from its first to its last observation; a window of lookback 4 and horizon 2 needs 6 bins of 60 s.",
        Explain(Single(Gap, 1, 2, 3, 4, 5), new BinRange(0, 6)));

    [Fact]
    public void ExplainEmptiness_NothingObserved_SaysSo() =>
        Assert.StartsWith("Nothing was observed; a window", Explain(Single(Gap, Gap, Gap), new BinRange(0, 3)), StringComparison.Ordinal);

    [Fact]
    public void ExplainEmptiness_NeverAllMetricsAtOnce_SaysSo() => Assert.StartsWith(
        "Nothing was observed in any bin for every metric at once;",
        Explain(OfMetrics([1, Gap, 2, Gap], [Gap, 1, Gap, 2]), new BinRange(0, 4)), StringComparison.Ordinal);

    [Fact]
    public void ExplainEmptiness_RangeShorterThanTheHorizon_NamesBoth() => Assert.Equal(
        "The targets must lie in 1 bins, [7, 8); the horizon is 2.",
        Explain(Single(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), new BinRange(7, 8)));

    [Fact]
    public void ExplainEmptiness_OnlyGaps_NamesTheRules() => Assert.Contains(
        "gaps of at most 1 bins",
        Explain(Single(1, Gap, Gap, Gap, 1, Gap, Gap, Gap, 1), new BinRange(0, 9)), StringComparison.Ordinal);

    static string Explain(Frame frame, BinRange targets)
    {
        var windows = WindowSet.Create(frame, targets, Shape);
        Assert.Equal(0, windows.Count);
        return windows.ExplainEmptiness();
    }
}
