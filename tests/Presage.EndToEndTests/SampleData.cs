using System.Globalization;
using System.Text;

namespace Presage.EndToEndTests;

/// <summary>Small data of a known shape, written in the formats a user would have.</summary>
static class SampleData
{
    static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The same line with another value; empty for a missing one.</summary>
    public static string WithValue(string line, string value) => line[..(line.LastIndexOf(',') + 1)] + value;

    /// <summary>Long CSV: two metrics of two services with a daily season and seeded noise, one value a quarter of an hour.</summary>
    /// <param name="steps">Values a series.</param>
    /// <param name="change">Changes a line before it is written, by its step; null keeps it.</param>
    public static string LongCsv(int steps, Func<int, string, string>? change = null)
    {
        var random = new Random(7);
        var text = new StringBuilder("series,timestamp,value\n");
        foreach (var series in new[] { "api/cpu", "api/latency", "cart/cpu", "cart/latency" })
        {
            for (var step = 0; step < steps; step++)
            {
                var time = Start.AddMinutes(15 * step);
                var value = 50 + (20 * Math.Sin(2 * Math.PI * step / 96)) + (5 * random.NextDouble());
                var line = string.Create(CultureInfo.InvariantCulture, $"{series},{time:yyyy-MM-ddTHH:mm:ssZ},{value:0.###}");
                text.Append(change?.Invoke(step, line) ?? line).Append('\n');
            }
        }

        return text.ToString();
    }
}
