using System.Globalization;
using System.Text.Json;
using Presage.Cli.Output;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;
using Spectre.Console;
using Grid = Presage.Telemetry.Windows.Grid;

namespace Presage.Cli.Datasets;

/// <summary>What is in a recording, before any model sees it.</summary>
sealed class DataDescription
{
    readonly Recording _recording;
    readonly Frame _frame;
    readonly TimeText _times;
    readonly IReadOnlyList<MetricSummary> _metrics;

    /// <param name="recording">What a reader returned.</param>
    /// <param name="zone">The zone times are shown in.</param>
    public DataDescription(Recording recording, TimeZoneInfo zone)
    {
        _recording = recording;
        _frame = Grid.Align(recording, new GridOptions());
        _times = new TimeText(recording.HasCalendar, zone);
        _metrics = MetricSummary.Of(_frame);
    }

    /// <summary>For people.</summary>
    public void Write(IAnsiConsole console)
    {
        console.WriteLine($"{_recording.Source}, format {_recording.Format}");
        console.WriteLine($"  {NumberText.Count(_recording.Entities.Count, "entity", "entities")}: {NumberText.Names(_recording.Entities)}");
        var span = $"{_times.Show(_frame.TimeMs(0))} to {_times.Show(_frame.TimeMs(_frame.Bins - 1))}";
        console.WriteLine($"  {span}, one value each {Duration(_frame.StepMs)}, {NumberText.Count(_frame.Bins, "step", "steps")}");
        foreach (var line in RecordingText.Describe(_recording).Skip(1))
        {
            console.WriteLine(line);
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("metric");
        foreach (var title in new[] { "observed", "longest gap", "minimum", "mean", "maximum", "constant series" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var metric in _metrics)
        {
            table.AddRow(
                Markup.Escape(metric.Name),
                metric.Observed.ToString("P1", CultureInfo.InvariantCulture),
                Duration(metric.LongestGapBins * _frame.StepMs),
                NumberText.Value(metric.Minimum),
                NumberText.Value(metric.Mean),
                NumberText.Value(metric.Maximum),
                metric.ConstantSeries.ToString(CultureInfo.InvariantCulture));
        }

        console.Write(table);
    }

    /// <summary>For programs.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("format", _recording.Format);
        json.WriteNumber("rows", _recording.Report.Rows);
        json.WriteString("from", _times.Write(_frame.TimeMs(0)));
        json.WriteString("to", _times.Write(_frame.TimeMs(_frame.Bins - 1)));
        json.WriteNumber("stepMs", _frame.StepMs);
        json.WriteNumber("steps", _frame.Bins);
        json.WriteStartArray("entities");
        foreach (var entity in _recording.Entities)
        {
            json.WriteStringValue(entity);
        }

        json.WriteEndArray();
        json.WriteStartArray("metrics");
        foreach (var metric in _metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", metric.Name);
            json.WriteFinite("observed", metric.Observed);
            json.WriteNumber("longestGapMs", metric.LongestGapBins * _frame.StepMs);
            json.WriteFinite("minimum", metric.Minimum);
            json.WriteFinite("mean", metric.Mean);
            json.WriteFinite("maximum", metric.Maximum);
            json.WriteNumber("constantSeries", metric.ConstantSeries);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static string Duration(long milliseconds) => DurationText.Show(TimeSpan.FromMilliseconds(milliseconds));
}
