using System.Globalization;

namespace Presage.Cli.Output;

/// <summary>Writes a length of time in its largest whole units: <c>60 s</c>, <c>1 h 30 min</c>, <c>2 d 3 h</c>.</summary>
static class DurationText
{
    /// <summary>The two largest units; below two minutes, seconds alone.</summary>
    public static string Show(TimeSpan duration)
    {
        if (duration < TimeSpan.FromMinutes(2))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###} s");
        }

        (int Number, string Unit)[] units = [(duration.Days, "d"), (duration.Hours, "h"), (duration.Minutes, "min"), (duration.Seconds, "s")];
        var first = Array.FindIndex(units, unit => unit.Number > 0);
        var parts = units.Skip(first).Take(2).Where(unit => unit.Number > 0);
        return string.Join(' ', parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Number} {part.Unit}")));
    }
}
