using Presage.Telemetry.Windows;

namespace Presage.Tests.Telemetry.Windows;

public class FrameTests
{
    [Fact]
    public void New_ValuesThatDoNotDivide_NamesBothNumbers()
    {
        var error = Assert.Throws<ArgumentException>(() => new Frame(0, 1000, true, ["a", "b"], ["x"], new float[5]));

        Assert.Contains("5 values do not divide into 2 entities x 1 metrics", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_IsContiguousInTime()
    {
        var frame = new Frame(500, 1000, true, ["a", "b"], ["x", "y"], [1, 2, 3, 4, 5, 6, 7, 8]);

        Assert.Equal([5, 6], frame.Values(1, 0).ToArray());
        Assert.Equal(2, frame.Bins);
        Assert.Equal(2500, frame.TimeMs(2));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Values_IndexOutOfRange_Throws(int entity, int metric)
    {
        var frame = new Frame(0, 1000, true, ["a"], ["x"], [1, 2]);

        Assert.Throws<ArgumentOutOfRangeException>(() => frame.Values(entity, metric).ToArray());
    }

    [Fact]
    public void New_NoEntity_IsEmpty() => Assert.Equal(0, new Frame(0, 1000, true, [], ["x"], []).Bins);
}
