using System.Text.Json;
using Presage.Telemetry.Incidents;

namespace Presage.Telemetry.Datasets;

/// <summary><c>truth.json</c> of <c>presage simulate</c>.</summary>
static class SimulatedTruth
{
    // A scenario has faults, too, but no calendar to place them in.
    public static bool Recognises(ReadOnlySpan<byte> head) =>
        head.TrimStart(" \r\n\t"u8).StartsWith("{"u8) && head.IndexOf("\"stepSeconds\""u8) >= 0 && head.IndexOf("\"faults\""u8) >= 0;

    public static IReadOnlyList<Incident> Read(JsonElement root, string file)
    {
        if (!root.TryGetProperty("faults", out var faults) || faults.ValueKind != JsonValueKind.Array)
        {
            throw new DataFormatException(file, 0, "\"faults\" is no list.");
        }

        return [.. faults.EnumerateArray().Select((fault, index) => Read(new IncidentField(fault, file, $"faults[{index}]")))];
    }

    static Incident Read(IncidentField field)
    {
        var incident = new Incident
        {
            Kind = field.Text("kind"),
            Target = field.Text("target"),
            Services = field.Texts("services"),
            StartMs = field.TimeMs("start"),
            EndMs = field.TimeMs("end"),
            Severity = field.Number("severity"),
            Onset = field.Text("onset") switch
            {
                "sudden" => IncidentOnset.Sudden,
                "gradual" => IncidentOnset.Gradual,
                var other => throw field.Error($"has the onset \"{other}\", expected sudden or gradual"),
            },
        };
        return incident.EndMs > incident.StartMs
            ? incident
            : throw field.Error($"ends at {incident.EndMs} ms, not after its start at {incident.StartMs} ms");
    }
}
