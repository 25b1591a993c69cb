using System.Globalization;

namespace Presage.Cli.Output;

/// <summary>Writes times as the user counts them: a date in their zone, or the time into a trace without a calendar.</summary>
/// <param name="hasCalendar">Whether times are Unix milliseconds.</param>
/// <param name="zone">The zone dates are shown in.</param>
sealed class TimeText(bool hasCalendar, TimeZoneInfo zone)
{
    /// <summary>For people: <c>2018-01-02 03:04:00 +01:00</c>, or <c>day 7 23:59:00</c> (the trace starts on day 0).</summary>
    public string Show(long timeMs)
    {
        if (hasCalendar)
        {
            return Local(timeMs).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
        }

        var time = TimeSpan.FromMilliseconds(timeMs);
        return string.Create(CultureInfo.InvariantCulture, $"day {time.Days} {time:hh\\:mm\\:ss}");
    }

    /// <summary>For programs: ISO 8601 with its offset, or seconds since the start of the trace.</summary>
    public string Write(long timeMs) => hasCalendar
        ? Local(timeMs).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFzzz", CultureInfo.InvariantCulture)
        : (timeMs / 1000m).ToString(CultureInfo.InvariantCulture);

    DateTimeOffset Local(long timeMs) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(timeMs), zone);
}
