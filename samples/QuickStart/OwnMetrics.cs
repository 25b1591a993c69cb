using System.Globalization;

namespace QuickStart;

/// <summary>Writes a small CSV of the kind a user would have: two services, two metrics, a value every quarter of an hour.</summary>
static class OwnMetrics
{
    const int StepsPerDay = 96;
    const int Days = 14;

    /// <summary>Writes <c>series,timestamp,value</c> with a daily season and seeded noise.</summary>
    public static void WriteCsv(string path)
    {
        var random = new Random(Seed: 1);
        var start = new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
        using var writer = new StreamWriter(path);
        writer.WriteLine("series,timestamp,value");
        foreach (var (service, level) in new[] { ("checkout", 300), ("search", 120) })
        {
            for (var step = 0; step < Days * StepsPerDay; step++)
            {
                var time = start.AddMinutes(15 * step);
                var requests = level * (1.5 + Math.Sin(2 * Math.PI * step / StepsPerDay)) * (0.9 + (0.2 * random.NextDouble()));
                var latency = 20 + (requests / 10) + (5 * random.NextDouble());
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{service}/requests,{time:s}Z,{requests:0.0}"));
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{service}/latency_ms,{time:s}Z,{latency:0.0}"));
            }
        }
    }
}
