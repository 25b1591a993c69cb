using Presage.Cli.Output;

namespace Presage.Tests.Cli.Output;

public sealed class TimeTextTests
{
    static readonly TimeZoneInfo TwoHoursEast = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(2), "east", "east");

    [Fact]
    public void Show_Calendar_IsLocalWithOffset() =>
        Assert.Equal("2018-01-02 05:04:05 +02:00", new TimeText(true, TwoHoursEast).Show(1_514_862_245_000));

    [Fact]
    public void Show_TraceTime_CountsDays() =>
        Assert.Equal("day 7 23:59:00", new TimeText(false, TwoHoursEast).Show((((7 * 24) + 23) * 3600 + (59 * 60)) * 1000L));

    [Fact]
    public void Write_Calendar_IsIsoWithOffset() =>
        Assert.Equal("2018-01-02T05:04:05.25+02:00", new TimeText(true, TwoHoursEast).Write(1_514_862_245_250));

    [Fact]
    public void Write_TraceTime_IsSeconds() =>
        Assert.Equal("60.5", new TimeText(false, TwoHoursEast).Write(60_500));
}
