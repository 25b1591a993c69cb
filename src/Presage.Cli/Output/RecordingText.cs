using System.Globalization;
using Presage.Telemetry.Series;

namespace Presage.Cli.Output;

/// <summary>Says in a line or two what was read, and what was met while reading.</summary>
static class RecordingText
{
    /// <summary>What there is, and, where anything was odd, a second line that counts it.</summary>
    public static IEnumerable<string> Describe(Recording recording)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{recording.Source}: {recording.Entities.Count:N0} series of {recording.Metrics.Count} metrics ({string.Join(", ", recording.Metrics)}), {recording.Report.Rows:N0} rows, format {recording.Format}.");
        var report = recording.Report;
        var oddities = new[]
        {
            (report.Skipped, "malformed and skipped"),
            (report.OutOfOrder, "out of order, sorted"),
            (report.Duplicates, "with a time that was there already, the later one kept"),
            (report.MissingValues, "missing values"),
            (report.InvalidValues, "invalid values, read as missing"),
        };
        var counted = oddities.Where(oddity => oddity.Item1 > 0).Select(oddity => string.Create(CultureInfo.InvariantCulture, $"{oddity.Item1:N0} {oddity.Item2}")).ToArray();
        if (counted.Length > 0)
        {
            yield return $"  {string.Join("; ", counted)}.";
        }
    }
}
