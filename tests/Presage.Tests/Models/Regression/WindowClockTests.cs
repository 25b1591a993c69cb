using Presage.Models.Regression;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Regression;

public sealed class WindowClockTests
{
    const long HourMs = 3_600_000;

    [Theory]
    [InlineData(0, true, 24, 4)]          // Thursday, 1 January 1970, 02:00
    [InlineData(3 * 24, true, 24, 0)]     // the Sunday after it
    [InlineData(-24 - 1, true, 12, 3)]    // Wednesday before it, 01:00
    [InlineData(3 * 24, false, 24, 7)]    // a time whose weekday nobody knows
    public void ReadPlaces_SomeHour_GivesItsPlaceInDayAndWeek(int startHour, bool hasCalendar, float day, float weekday)
    {
        var places = new float[WindowClock.PlaceCount];

        WindowClock.ReadPlaces(Windows(startHour, hasCalendar), 0, places);

        Assert.Equal([day, weekday], places);
    }

    [Fact]
    public void ReadShares_WindowOverMidnight_BeginsAgainAtZero()
    {
        var shares = new float[3];

        WindowClock.ReadShares(Windows(startHour: 23, hasCalendar: true), 0, shares);

        Assert.Equal([23f / 24, 0f, 1f / 24], shares);
    }

    // Three steps of an hour; the origin is the third.
    static WindowSet Windows(int startHour, bool hasCalendar)
    {
        var frame = new Frame(startHour * HourMs, HourMs, hasCalendar, ["node"], ["load"], new float[6]);
        return WindowSet.Create(frame, new BinRange(0, 6), new WindowOptions { Lookback = 3, Horizon = 1 });
    }
}
