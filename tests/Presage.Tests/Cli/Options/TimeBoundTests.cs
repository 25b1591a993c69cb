using Presage.Cli;
using Presage.Cli.Options;

namespace Presage.Tests.Cli.Options;

public sealed class TimeBoundTests
{
    static readonly TimeZoneInfo TwoHoursEast = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(2), "east", "east");

    [Theory]
    [InlineData("2018-01-02", 1_514_844_000_000)]
    [InlineData("2018-01-02T03:04", 1_514_855_040_000)]
    [InlineData("2018-01-02T03:04:05Z", 1_514_862_245_000)]
    [InlineData("2018-01-02T03:04:05+01:00", 1_514_858_645_000)]
    [InlineData("1514862245", 1_514_862_245_000)]
    [InlineData("1514862245123", 1_514_862_245_123)]
    [InlineData("90s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("2d", 172_800_000)]
    public void ParseMs_EveryForm_IsMilliseconds(string text, long expected) =>
        Assert.Equal(expected, TimeBound.ParseMs(text, "--from", TwoHoursEast));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("3w")]
    [InlineData("2018-13-01")]
    public void ParseMs_NoTime_NamesOptionAndText(string text)
    {
        var exception = Assert.Throws<UsageException>(() => TimeBound.ParseMs(text, "--from", TimeZoneInfo.Utc));

        Assert.Contains($"--from '{text}'", exception.Message, StringComparison.Ordinal);
    }
}
