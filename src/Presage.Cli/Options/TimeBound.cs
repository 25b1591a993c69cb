using System.Globalization;

namespace Presage.Cli.Options;

/// <summary>Reads times and lengths of time.</summary>
static class TimeBound
{
    // Epoch seconds stay below this until the year 5138, epoch milliseconds lie above it since 1973.
    const long LeastMilliseconds = 100_000_000_000;

    /// <summary>Milliseconds of a date, of Unix seconds or milliseconds, or of a time into a trace (<c>36h</c>, <c>2d</c>).</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="option">The option, for the message.</param>
    /// <param name="zone">The zone of dates that name none.</param>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static long ParseMs(string text, string option, TimeZoneInfo zone)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number >= LeastMilliseconds ? number : number * 1000;
        }

        if (LengthMs(text) is { } length)
        {
            return (long)length;
        }

        // An offset in the text wins; without one the date is local to the zone.
        if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date))
        {
            var moment = date.Kind switch
            {
                DateTimeKind.Utc => new DateTimeOffset(date),
                DateTimeKind.Local => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
                _ => new DateTimeOffset(date, zone.GetUtcOffset(date)),
            };
            return moment.ToUnixTimeMilliseconds();
        }

        throw new UsageException(
            $"{option} '{text}': not a time; write a date (2018-01-02T03:04), Unix seconds, or a time into a trace (36h, 2d).");
    }

    /// <summary>Milliseconds of a length of time with its unit: <c>60s</c>, <c>5m</c>, <c>1h</c>.</summary>
    /// <exception cref="UsageException">It is none, or not positive.</exception>
    public static long ParseLengthMs(string text, string option) => LengthMs(text) is { } length && length >= 1
        ? (long)length
        : throw new UsageException($"{option} '{text}': not a length of time; write a number with its unit, such as 60s, 5m or 1h.");

    static double? LengthMs(string text) =>
        text.Length > 1
        && UnitMs(text[^1]) is { } unitMs
        && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            ? count * unitMs
            : null;

    static double? UnitMs(char unit) => unit switch
    {
        's' => 1_000,
        'm' => 60_000,
        'h' => 3_600_000,
        'd' => 86_400_000,
        _ => null,
    };
}
