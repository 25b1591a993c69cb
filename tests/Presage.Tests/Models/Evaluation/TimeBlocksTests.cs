using Presage.Models.Evaluation;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Evaluation;

public sealed class TimeBlocksTests
{
    const long MinuteMs = 60_000;

    [Theory]
    [InlineData(20 * 24 * 60, "20 days")]
    [InlineData(38 * 60, "13 blocks of 3 h")]
    [InlineData(12 * 60, "12 blocks of 1 h")]
    public void Of_LengthOfTime_ChoosesTheLongestBlockThatGivesTen(int minutes, string expected) =>
        Assert.Equal(expected, TimeBlocks.Of(Windows(minutes, MinuteMs)).Description);

    [Fact]
    public void Of_AFewSeconds_StillMakesBlocks()
    {
        var blocks = TimeBlocks.Of(Windows(100, 1000));

        Assert.InRange(blocks.Count, 10, 12);
    }

    [Fact]
    public void Of_TwoEntities_ShareTheBlocksOfTheirTimes()
    {
        var frame = new Frame(0, MinuteMs, true, ["a", "b"], ["x"], new float[2 * 1440]);
        var windows = WindowSet.Create(frame, new BinRange(0, 1440), new WindowOptions { Lookback = 1, Horizon = 1 });

        var blocks = TimeBlocks.Of(windows);

        Assert.Equal(blocks.BlockOf.Take(windows.Count / 2), blocks.BlockOf.Skip(windows.Count / 2));
    }

    static WindowSet Windows(int bins, long stepMs) => WindowSet.Create(
        new Frame(0, stepMs, true, ["a"], ["x"], new float[bins]), new BinRange(0, bins), new WindowOptions { Lookback = 1, Horizon = 1 });
}
