using System.Text;

namespace Presage.Telemetry.Datasets;

/// <summary>Reads a written time: <c>2016-07-01 00:00:00</c>, ISO 8601 with or without a zone, or a date alone.</summary>
public static class TimestampText
{
    /// <summary>Reads a written time.</summary>
    /// <remarks>
    /// A time without a zone is a wall clock of the given one. In the hour that a clock change repeats it is read as
    /// standard time; in the hour that one leaves out it moves forward by that hour.
    /// </remarks>
    /// <param name="text">yyyy-MM-dd or yyyy/MM/dd, then optionally T or a space and HH:mm[:ss[.fff]], then optionally Z or ±HH[:mm].</param>
    /// <param name="zone">The zone of a time that names none.</param>
    /// <param name="unixMs">Unix milliseconds; finer fractions are cut.</param>
    /// <returns>Whether the text is such a time.</returns>
    public static bool TryParse(string text, TimeZoneInfo zone, out long unixMs) =>
        TryParse(Encoding.UTF8.GetBytes(text ?? ""), zone, out unixMs);

    /// <inheritdoc cref="TryParse(string, TimeZoneInfo, out long)"/>
    internal static bool TryParse(ReadOnlySpan<byte> text, TimeZoneInfo zone, out long unixMs)
    {
        unixMs = 0;
        if (text.Length < 10
            || !TryDigits(text[..4], out int year) || !IsDateSeparator(text[4])
            || !TryDigits(text[5..7], out int month) || text[7] != text[4]
            || !TryDigits(text[8..10], out int day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        var rest = text[10..];
        if (rest.IsEmpty)
        {
            unixMs = ToUnixMs(date, zone);
            return true;
        }

        if (rest[0] is not ((byte)'T' or (byte)' ' or (byte)'t') || !TryClock(rest[1..], out var clock, out rest))
        {
            return false;
        }

        if (rest.IsEmpty)
        {
            unixMs = ToUnixMs(date + clock, zone);
            return true;
        }

        if (!TryOffset(rest, out var offset))
        {
            return false;
        }

        unixMs = ((date + clock).Ticks - DateTime.UnixEpoch.Ticks - offset.Ticks) / TimeSpan.TicksPerMillisecond;
        return true;
    }

    static long ToUnixMs(DateTime wall, TimeZoneInfo zone) =>
        (wall.Ticks - DateTime.UnixEpoch.Ticks - zone.GetUtcOffset(wall).Ticks) / TimeSpan.TicksPerMillisecond;

    static bool TryClock(ReadOnlySpan<byte> text, out TimeSpan clock, out ReadOnlySpan<byte> rest)
    {
        clock = default;
        rest = default;
        if (text.Length < 5 || !TryDigits(text[..2], out int hour) || text[2] != (byte)':' || !TryDigits(text[3..5], out int minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }

        clock = new TimeSpan(hour, minute, 0);
        rest = text[5..];
        if (rest.IsEmpty || rest[0] != (byte)':')
        {
            return true;
        }

        if (rest.Length < 3 || !TryDigits(rest[1..3], out int second) || second > 59)
        {
            return false;
        }

        clock += TimeSpan.FromSeconds(second);
        rest = rest[3..];
        if (rest.IsEmpty || rest[0] is not ((byte)'.' or (byte)','))
        {
            return true;
        }

        int digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? rest.Length - 1 : digits;
        long ticks = 0;
        for (int i = 0; i < 7; i++)
        {
            ticks = (ticks * 10) + (i < digits ? rest[1 + i] - '0' : 0);
        }

        clock += TimeSpan.FromTicks(ticks);
        rest = rest[(1 + digits)..];
        return digits > 0;
    }

    static bool TryOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = default;
        text = text[0] == (byte)' ' ? text[1..] : text;
        if (text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual("UTC"u8))
        {
            return true;
        }

        if (text.Length < 3 || text[0] is not ((byte)'+' or (byte)'-') || !TryDigits(text[1..3], out int hours) || hours > 14)
        {
            return false;
        }

        int minutes = 0;
        var rest = text[3..];
        rest = rest.Length == 3 && rest[0] == (byte)':' ? rest[1..] : rest;
        if (!rest.IsEmpty && (rest.Length != 2 || !TryDigits(rest, out minutes) || minutes > 59))
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (text[0] == (byte)'-' ? -1 : 1);
        return true;
    }

    static bool IsDateSeparator(byte one) => one is (byte)'-' or (byte)'/';

    static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (byte one in text)
        {
            if (one is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + (one - '0');
        }

        return true;
    }
}
