namespace Presage.Telemetry.Windows;

/// <summary>Where a time lies in its day and its week, as points on two circles.</summary>
/// <remarks>
/// The features are sin and cos of the minute of the day, then sin and cos of the minute of the week from Monday, in
/// the wall clock of a time zone. A trace without calendar uses the time since its start: the phase is then arbitrary
/// but the same in all its windows.
/// </remarks>
public static class CalendarFeatures
{
    /// <summary>How many features a time has.</summary>
    public const int Width = 4;

    const double MinutesPerDay = 24 * 60;
    const double MinutesPerWeek = 7 * MinutesPerDay;
    const long UnixEpochMinuteOfWeek = 3 * 24 * 60; // 1970-01-01 was a Thursday

    /// <summary>Writes the features of one time.</summary>
    /// <param name="timeMs">Unix milliseconds, or milliseconds since the start of a trace.</param>
    /// <param name="zone">The zone whose wall clock counts; null for a trace without calendar.</param>
    /// <param name="features">[4], each in [-1, 1].</param>
    public static void Copy(long timeMs, TimeZoneInfo? zone, Span<float> features)
    {
        double minutes = timeMs / 60_000.0;
        if (zone is not null)
        {
            var offset = zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(timeMs));
            minutes += offset.TotalMinutes + UnixEpochMinuteOfWeek;
        }

        Circle(minutes, MinutesPerDay, features);
        Circle(minutes, MinutesPerWeek, features[2..]);
    }

    static void Circle(double minutes, double period, Span<float> features)
    {
        (double sin, double cos) = Math.SinCos(2 * Math.PI * minutes / period);
        features[1] = (float)cos;
        features[0] = (float)sin;
    }
}
