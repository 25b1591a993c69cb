using Presage.Telemetry.Windows;

namespace Presage.Tests.Telemetry.Windows;

public class WindowLeakTests
{
    static readonly WindowOptions Shape = new() { Lookback = 12, Horizon = 4, MaximumGap = 3, MaximumAge = 3, MinimumCoverage = 0.3 };

    [Theory]
    [InlineData(Presence.EveryMetric)]
    [InlineData(Presence.AnyMetric)]
    public void CopyInput_AnythingAfterTheOriginChanged_IsTheSame(Presence presence)
    {
        var random = new Random(7);
        for (int round = 0; round < 20; round++)
        {
            var frame = FrameMaker.Random(random, 2, 3, 60, 0.4);
            var options = Shape with { Presence = presence };
            var windows = WindowSet.Create(frame, new BinRange(0, 60), options);
            for (int index = 0; index < windows.Count; index++)
            {
                (int entity, int origin) = windows.At(index);
                var changed = FrameMaker.Change(frame, (e, m, bin, value) =>
                    e == entity && bin > origin ? random.NextDouble() < 0.3 ? float.NaN : 1e6f : value);
                var after = WindowSet.CreateLatest(changed, options with { MinimumCoverage = 0 }, origin);

                int same = Enumerable.Range(0, after.Count).Single(i => after.At(i).Entity == entity);
                Assert.Equal(Input(windows, index), Input(after, same));
            }
        }
    }

    [Fact]
    public void CopyInput_AnythingBeforeTheWindowChanged_IsTheSame()
    {
        var random = new Random(8);
        var frame = FrameMaker.Random(random, 1, 2, 80, 0.4);
        var windows = WindowSet.Create(frame, new BinRange(0, 80), Shape);
        for (int index = 0; index < windows.Count; index++)
        {
            int start = windows.At(index).Origin - Shape.Lookback + 1;
            var changed = FrameMaker.Change(frame, (_, _, bin, value) => bin < start ? -1e6f : value);
            var after = WindowSet.CreateLatest(changed, Shape with { MinimumCoverage = 0 }, windows.At(index).Origin);

            Assert.Equal(Input(windows, index), Input(after, 0));
        }
    }

    [Fact]
    public void CopyInput_AnyGaps_IsAlwaysFinite()
    {
        var random = new Random(9);
        var frame = FrameMaker.Random(random, 3, 4, 200, 0.6);
        var windows = WindowSet.Create(frame, new BinRange(0, 200), Shape with { Presence = Presence.AnyMetric });

        Assert.True(windows.Count > 50, $"{windows.Count} windows");
        for (int index = 0; index < windows.Count; index++)
        {
            Assert.All(Input(windows, index), value => Assert.True(float.IsFinite(value)));
        }
    }

    // [T, N] values, then [T, N] whether observed.
    static float[] Input(WindowSet windows, int index)
    {
        var values = new float[windows.Options.Lookback * windows.Frame.Metrics.Count];
        var observed = new float[values.Length];
        windows.CopyInput(index, values, observed);
        return [.. values, .. observed];
    }
}
