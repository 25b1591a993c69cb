using Presage.Telemetry.Windows;

namespace Presage.Tests.Telemetry.Windows;

public class CalendarFeaturesTests
{
    const long MondayMs = 1_704_067_200_000; // 2024-01-01T00:00:00Z
    const long HourMs = 3_600_000;

    [Fact]
    public void Copy_MondayMidnight_IsAtTheStartOfBothCircles() => AssertClose([0, 1, 0, 1], Of(MondayMs, TimeZoneInfo.Utc));

    [Fact]
    public void Copy_SixInTheMorning_IsAQuarterOfTheDay()
    {
        var features = Of(MondayMs + (6 * HourMs), TimeZoneInfo.Utc);

        AssertClose([1, 0], features[..2]);
        Assert.Equal(Math.Sin(2 * Math.PI / 28), features[2], 1e-6);
    }

    [Fact]
    public void Copy_OtherZone_UsesItsWallClock()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        Assert.Equal(Of(MondayMs, TimeZoneInfo.Utc), Of(MondayMs - HourMs, berlin));
    }

    [Fact]
    public void Copy_AcrossAClockChange_KeepsTheLocalHour()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        long winterNoon = new DateTimeOffset(2024, 3, 24, 11, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        long summerNoon = new DateTimeOffset(2024, 3, 31, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

        AssertClose(Of(winterNoon, berlin), Of(summerNoon, berlin));
    }

    [Fact]
    public void Copy_NoCalendar_CountsFromTheStartOfTheTrace()
    {
        AssertClose([0, 1, 0, 1], Of(0, null));
        AssertClose(Of(0, null), Of(7 * 24 * HourMs, null));
    }

    static float[] Of(long timeMs, TimeZoneInfo? zone)
    {
        var features = new float[CalendarFeatures.Width];
        CalendarFeatures.Copy(timeMs, zone, features);
        return features;
    }

    static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }
}
