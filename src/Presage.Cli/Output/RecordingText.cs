using System.Globalization;
using Presage.Telemetry.Series;

namespace Presage.Cli.Output;

/// <summary>Says in a line or two what was read, and what was met while reading.</summary>
static class RecordingText
{
    /// <summary>What there is, and, where anything was odd, a second line that counts it.</summary>
    public static IEnumerable<string> Describe(Recording recording)
    {
        var entities = recording.Entities.Count == 1 ? "entity" : "entities";
        var size = string.Create(CultureInfo.InvariantCulture, $"{recording.Entities.Count:N0} {entities}, {recording.Report.Rows:N0} rows");
        yield return $"{recording.Source}: {size}, metrics {string.Join(", ", recording.Metrics)}, format {recording.Format}.";
        var report = recording.Report;
        var oddities = new[]
        {
            (report.Skipped, "malformed and skipped"),
            (report.OutOfOrder, "out of order, sorted"),
            (report.Duplicates, "with a time that was there already, the later one kept"),
            (report.MissingValues, "missing values"),
            (report.InvalidValues, "invalid values, read as missing"),
        };
        var counted = oddities
            .Where(oddity => oddity.Item1 > 0)
            .Select(oddity => string.Create(CultureInfo.InvariantCulture, $"{oddity.Item1:N0} {oddity.Item2}"))
            .ToArray();
        if (counted.Length > 0)
        {
            yield return $"  {string.Join("; ", counted)}.";
        }
    }

    /// <summary>What a model cannot learn from: metrics without a value, series that never change.</summary>
    public static IEnumerable<string> Warn(Recording recording)
    {
        foreach (var metric in recording.Metrics)
        {
            var series = recording.Series.Where(one => one.Metric == metric).ToArray();
            if (series.All(one => Range(one) is null))
            {
                yield return $"{recording.Source}: {metric} has no value at all; nothing of it can be learned or scored.";
                continue;
            }

            var constant = series.Where(one => Range(one) is { } range && range.Least == range.Most).ToArray();
            if (constant.Length > 0)
            {
                var value = Range(constant[0])!.Value.Least.ToString(CultureInfo.InvariantCulture);
                var where = $"{constant.Length} of {series.Length} series ({constant[0].Entity}{(constant.Length > 1 ? ", ..." : "")})";
                yield return $"{recording.Source}: {metric} is always {value} in {where}; its errors say nothing about a model.";
            }
        }
    }

    static (double Least, double Most)? Range(RawSeries series)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (var value in series.Values.Span)
        {
            if (!double.IsNaN(value))
            {
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }
        }

        return least <= most ? (least, most) : null;
    }
}
