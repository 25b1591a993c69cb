using System.Globalization;
using Presage.Cli.Reports;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Cli.Output;

/// <summary>What data are, as the lines of a report.</summary>
static class RecordingFacts
{
    /// <summary>Source, size, span and what is missing.</summary>
    /// <param name="recording">What a reader returned.</param>
    /// <param name="frame">The same on its grid.</param>
    public static IReadOnlyList<ReportFact> Of(Recording recording, Frame frame)
    {
        var times = new TimeText(recording.HasCalendar, TimeZoneInfo.Utc);
        long observed = 0;
        for (var entity = 0; entity < frame.Entities.Count; entity++)
        {
            for (var metric = 0; metric < frame.Metrics.Count; metric++)
            {
                foreach (var value in frame.Values(entity, metric))
                {
                    observed += float.IsNaN(value) ? 0 : 1;
                }
            }
        }

        var cells = (double)frame.Entities.Count * frame.Metrics.Count * frame.Bins;
        return
        [
            new("source", recording.Source),
            new("format", recording.Format),
            new("rows", recording.Report.Rows.ToString("N0", CultureInfo.InvariantCulture)),
            new("entities", frame.Entities.Count.ToString("N0", CultureInfo.InvariantCulture)),
            new("metrics", string.Join(", ", frame.Metrics)),
            new("from", times.Show(frame.TimeMs(0))),
            new("to", times.Show(frame.TimeMs(frame.Bins - 1))),
            new("step", DurationText.Show(TimeSpan.FromMilliseconds(frame.StepMs))),
            new("steps without a value", (1 - (observed / cells)).ToString("P1", CultureInfo.InvariantCulture)),
            new("invalid values read as missing", recording.Report.InvalidValues.ToString("N0", CultureInfo.InvariantCulture)),
            new("rows out of order", recording.Report.OutOfOrder.ToString("N0", CultureInfo.InvariantCulture)),
            new("rows with a repeated time", recording.Report.Duplicates.ToString("N0", CultureInfo.InvariantCulture)),
        ];
    }
}
