using Presage.Telemetry.Windows;

namespace Presage.Models.Regression;

/// <summary>What the clock and the calendar say of a window.</summary>
static class WindowClock
{
    /// <summary>The features of an origin: sine and cosine of the time of day, once and twice a day.</summary>
    public const int Features = 4;

    /// <summary>The places of an origin: in its day, and in its week.</summary>
    public const int PlaceCount = 2;

    /// <summary>Places in a day, five minutes each.</summary>
    public const int DayPlaces = 288;

    /// <summary>Places in a week: its days, and a last one for a time whose weekday nobody knows.</summary>
    public const int WeekPlaces = 8;

    const int FirstWeekday = 4; // 1 January 1970 was a Thursday, the fifth day from Sunday

    const long DayMs = 86_400_000;

    /// <summary>Writes a window's clock.</summary>
    public static void Read(WindowSet windows, int index, Span<float> clock)
    {
        var angle = 2 * Math.PI * (windows.InputTimeMs(index, windows.Options.Lookback - 1) % DayMs) / DayMs;
        (clock[0], clock[1]) = ((float)Math.Sin(angle), (float)Math.Cos(angle));
        (clock[2], clock[3]) = ((float)Math.Sin(2 * angle), (float)Math.Cos(2 * angle));
    }

    /// <summary>Writes the share of its day that has passed at each step.</summary>
    /// <param name="windows">Where the window is.</param>
    /// <param name="index">Which it is.</param>
    /// <param name="shares">[T], written; 0 to below 1.</param>
    public static void ReadShares(WindowSet windows, int index, Span<float> shares)
    {
        for (int step = 0; step < shares.Length; step++)
        {
            shares[step] = DayTime(windows.InputTimeMs(index, step)) / (float)DayMs;
        }
    }

    /// <summary>Writes the origin's place in its day, 0 to <see cref="DayPlaces"/> - 1, and its weekday from Sunday, 0 to 7.</summary>
    /// <param name="windows">Where the window is.</param>
    /// <param name="index">Which it is.</param>
    /// <param name="places">[2], written.</param>
    public static void ReadPlaces(WindowSet windows, int index, Span<float> places)
    {
        long time = windows.InputTimeMs(index, windows.Options.Lookback - 1);
        places[0] = DayTime(time) / (DayMs / DayPlaces);
        long day = (time - DayTime(time)) / DayMs;
        places[1] = windows.Frame.HasCalendar ? (((day + FirstWeekday) % 7) + 7) % 7 : WeekPlaces - 1;
    }

    // Since midnight; a time before 1970 has one, too.
    static long DayTime(long time) => ((time % DayMs) + DayMs) % DayMs;
}
