using System.Text.Json;
using Presage.Telemetry.Incidents;
using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary><c>DATE-fault_list.json</c> of Nezha: lists of injected faults by the hour, each with time, pod and type.</summary>
/// <remarks>The time is <c>inject_time</c>, in UTC; <c>inject_timestamp</c> is hours off in some files. How long a fault lasted is not told.</remarks>
static class NezhaFaultList
{
    public static bool Recognises(ReadOnlySpan<byte> head) =>
        head.TrimStart(" \r\n\t"u8).StartsWith("{"u8) && head.IndexOf("\"inject_time\""u8) >= 0 && head.IndexOf("\"inject_pod\""u8) >= 0;

    public static IReadOnlyList<Incident> Read(JsonElement root, string file)
    {
        var incidents = new List<Incident>();
        foreach (var hour in root.EnumerateObject())
        {
            if (hour.Value.ValueKind != JsonValueKind.Array)
            {
                throw new DataFormatException(file, 0, $"\"{hour.Name}\" is no list.");
            }

            incidents.AddRange(hour.Value.EnumerateArray().Select((fault, index) => Read(new IncidentField(fault, file, $"{hour.Name}[{index}]"))));
        }

        return incidents;
    }

    static Incident Read(IncidentField field)
    {
        string pod = field.Text("inject_pod");
        return new Incident
        {
            Kind = field.Text("inject_type").Replace('_', '-').ToLowerInvariant(),
            Target = pod,
            Services = [PodName.ServiceOf(pod)],
            StartMs = field.TimeMs("inject_time"),
        };
    }
}
