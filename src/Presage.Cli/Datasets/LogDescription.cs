using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Logs;
using Spectre.Console;

namespace Presage.Cli.Datasets;

/// <summary>How many records there are of each service and severity; the records themselves pass by.</summary>
sealed class LogDescription : ILogSink
{
    const int MostServices = 25;
    const long NsPerMs = 1_000_000;
    static readonly LogSeverity[] Severities = Enum.GetValues<LogSeverity>();

    readonly TimeText _times;
    readonly Dictionary<string, long[]> _services = new(StringComparer.Ordinal); // by severity
    readonly HashSet<int> _templates = [];
    LogReadingReport _report = new(0, 0, 0, 0, 0, []);
    long _firstNs = long.MaxValue;
    long _lastNs = long.MinValue;
    long _traced;

    LogDescription(TimeZoneInfo zone) => _times = new TimeText(hasCalendar: true, zone);

    /// <summary>Reads all logs of a path; malformed rows are counted.</summary>
    public static LogDescription Read(string path, TimeZoneInfo zone, CancellationToken cancellation)
    {
        var description = new LogDescription(zone);
        description._report = LogReader.Read(path, description, new LogReadOptions { SkipBadRows = true }, cancellation);
        return description;
    }

    /// <inheritdoc/>
    public void Add(in LogRecord record)
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_services, record.Service, out _);
        counts ??= new long[Severities.Length];
        counts[(int)record.Severity]++;
        _firstNs = Math.Min(_firstNs, record.TimeNs);
        _lastNs = Math.Max(_lastNs, record.TimeNs);
        _traced += record.Trace == default ? 0 : 1;
        if (record.Template is { } template)
        {
            _templates.Add(template);
        }
    }

    /// <summary>For people.</summary>
    public void Write(IAnsiConsole console)
    {
        console.WriteLine($"Logs, from {SelectionOptions.FileNames(_report.Files)}");
        console.WriteLine($"  {NumberText.Count(_report.Records, "record", "records")} of {NumberText.Count(_services.Count, "service", "services")}");
        foreach (var line in Oddities())
        {
            console.WriteLine($"  {line}");
        }

        if (_report.Records == 0)
        {
            return;
        }

        console.WriteLine($"  {_times.Show(_firstNs / NsPerMs)} to {_times.Show(_lastNs / NsPerMs)}");
        var share = ((double)_traced / _report.Records).ToString("P1", CultureInfo.InvariantCulture);
        console.WriteLine($"  {share} belong to a trace" + (_templates.Count > 0 ? $"; {NumberText.Count(_templates.Count, "template", "templates")}" : ""));
        WriteTable(console);
    }

    /// <summary>For programs.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject("logs");
        json.WriteNumber("records", _report.Records);
        json.WriteNumber("skipped", _report.Skipped);
        json.WriteNumber("outOfOrder", _report.OutOfOrder);
        json.WriteNumber("duplicates", _report.Duplicates);
        json.WriteNumber("writtenTimes", _report.WrittenTimes);
        if (_report.Records > 0)
        {
            json.WriteString("from", _times.Write(_firstNs / NsPerMs));
            json.WriteString("to", _times.Write(_lastNs / NsPerMs));
        }

        json.WriteNumber("withTrace", _traced);
        json.WriteNumber("templates", _templates.Count);
        WriteCounts(json, "bySeverity", Sum());
        json.WriteStartArray("services");
        foreach (var (service, counts) in _services.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", service);
            WriteCounts(json, "bySeverity", counts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    IEnumerable<string> Oddities()
    {
        var counted = new[]
        {
            (_report.Skipped, "malformed and skipped"),
            (_report.OutOfOrder, "older than the record before"),
            (_report.Duplicates, "again what an earlier file had, left out"),
            (_report.WrittenTimes, "without a time in nanoseconds"),
        };
        var told = counted.Where(one => one.Item1 > 0).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Item1:N0} {one.Item2}")).ToArray();
        return told.Length == 0 ? [] : [string.Join("; ", told) + (_report.Refusals.Count > 0 ? $"; the first: {_report.Refusals[0]}" : "")];
    }

    void WriteTable(IAnsiConsole console)
    {
        var all = Sum();
        var shown = Severities.Where(severity => all[(int)severity] > 0).ToArray();
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("service");
        foreach (var severity in shown)
        {
            table.AddColumn(new TableColumn(NameOf(severity)).RightAligned());
        }

        foreach (var (service, counts) in _services.OrderByDescending(one => one.Value.Sum()).ThenBy(one => one.Key, StringComparer.Ordinal).Take(MostServices))
        {
            table.AddRow([Markup.Escape(service), .. shown.Select(severity => Number(counts[(int)severity]))]);
        }

        if (_services.Count > MostServices)
        {
            table.AddRow([$"and {_services.Count - MostServices} more", .. shown.Select(_ => "")]);
        }

        table.AddRow(["all", .. shown.Select(severity => Number(all[(int)severity]))]);
        console.Write(table);
    }

    long[] Sum()
    {
        var sum = new long[Severities.Length];
        foreach (var counts in _services.Values)
        {
            for (var severity = 0; severity < sum.Length; severity++)
            {
                sum[severity] += counts[severity];
            }
        }

        return sum;
    }

    static void WriteCounts(Utf8JsonWriter json, string name, long[] counts)
    {
        json.WriteStartObject(name);
        foreach (var severity in Severities.Where(severity => counts[(int)severity] > 0))
        {
            json.WriteNumber(NameOf(severity), counts[(int)severity]);
        }

        json.WriteEndObject();
    }

    static string NameOf(LogSeverity severity) => severity.ToString().ToLowerInvariant();

    static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
