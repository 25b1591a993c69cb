using System.Globalization;
using System.Text.Json;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Incidents;
using Spectre.Console;

namespace Presage.Cli.Datasets;

/// <summary>What is known to have gone wrong, and how much was changed beside it.</summary>
/// <param name="recording">What a reader returned.</param>
/// <param name="zone">The zone times are shown in.</param>
sealed class IncidentDescription(IncidentRecording recording, TimeZoneInfo zone)
{
    const int MostIncidents = 40;

    readonly TimeText _times = new(hasCalendar: true, zone);

    /// <summary>For people.</summary>
    public void Write(IAnsiConsole console)
    {
        console.WriteLine($"Incidents, from {SelectionOptions.FileNames(recording.Files)}");
        console.WriteLine($"  {NumberText.Count(recording.Incidents.Count, "incident", "incidents")}");
        if (recording.Changes.Count > 0)
        {
            var kinds = Changes().Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Count:N0} {one.Kind}"));
            console.WriteLine($"  {NumberText.Count(recording.Changes.Count, "change", "changes")}: {string.Join(", ", kinds)}");
        }

        if (recording.Incidents.Count == 0)
        {
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("begin", "length", "kind", "where", "severity", "onset");
        foreach (var incident in recording.Incidents.Take(MostIncidents))
        {
            table.AddRow(
                _times.Show(incident.StartMs),
                incident.EndMs is { } end ? DurationText.Show(TimeSpan.FromMilliseconds(end - incident.StartMs)) : "-",
                Markup.Escape(incident.Kind),
                Markup.Escape(Where(incident)),
                incident.Severity is { } severity ? NumberText.Value(severity) : "-",
                incident.Onset == IncidentOnset.Unspecified ? "-" : incident.Onset.ToString().ToLowerInvariant());
        }

        console.Write(table);
        if (recording.Incidents.Count > MostIncidents)
        {
            console.WriteLine($"and {recording.Incidents.Count - MostIncidents} more; --json shows all.");
        }
    }

    /// <summary>For programs.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray("incidents");
        foreach (var incident in recording.Incidents)
        {
            json.WriteStartObject();
            json.WriteString("kind", incident.Kind);
            json.WriteString("target", incident.Target);
            json.WriteStartArray("services");
            foreach (var service in incident.Services)
            {
                json.WriteStringValue(service);
            }

            json.WriteEndArray();
            json.WriteString("start", _times.Write(incident.StartMs));
            json.WriteString("end", incident.EndMs is { } end ? _times.Write(end) : null);
            json.WriteFinite("severity", incident.Severity);
            json.WriteString("onset", incident.Onset == IncidentOnset.Unspecified ? null : incident.Onset.ToString().ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("changes");
        foreach (var (kind, count) in Changes())
        {
            json.WriteNumber(kind, count);
        }

        json.WriteEndObject();
    }

    IEnumerable<(string Kind, int Count)> Changes() => recording.Changes
        .GroupBy(change => change.Kind, StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .Select(group => (group.Key, group.Count()));

    // A machine or a pod says little without the services that sit in it.
    static string Where(Incident incident) => incident.Edge is not null || incident.Services.Contains(incident.Target)
        ? incident.Target
        : $"{incident.Target} ({string.Join(", ", incident.Services)})";
}
