using Presage.Telemetry.Windows;

namespace Presage.Models.Regression;

/// <summary>The time of a window's origin: sine and cosine of the time of day, once and twice a day.</summary>
static class WindowClock
{
    /// <summary>The number of features.</summary>
    public const int Features = 4;

    const double DayMs = 86_400_000;

    /// <summary>Writes a window's clock.</summary>
    public static void Read(WindowSet windows, int index, Span<float> clock)
    {
        var angle = 2 * Math.PI * (windows.InputTimeMs(index, windows.Options.Lookback - 1) % DayMs) / DayMs;
        (clock[0], clock[1]) = ((float)Math.Sin(angle), (float)Math.Cos(angle));
        (clock[2], clock[3]) = ((float)Math.Sin(2 * angle), (float)Math.Cos(2 * angle));
    }
}
