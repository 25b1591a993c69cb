using System.Text.Encodings.Web;
using System.Text.Json;
using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;

namespace Presage.Simulation.Sinks;

/// <summary>What really happened, in files: labels with times of the calendar, and scenario and topology to run it again.</summary>
static class TruthFiles
{
    static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string labels, string scenario, string topology, SimulatedShop shop, SimulationSummary summary)
    {
        File.WriteAllText(scenario, Scenario.Of(shop.Options).ToJson() + "\n");
        File.WriteAllText(topology, TopologyFile.ToJson(shop.Options.Topology) + "\n");
        using var file = File.Create(labels);
        using var json = new Utf8JsonWriter(file, Indented);
        WriteLabels(json, shop.Options, summary);
    }

    static void WriteLabels(Utf8JsonWriter json, SimulationOptions options, SimulationSummary summary)
    {
        json.WriteStartObject();
        json.WriteString("shop", options.Topology.Name);
        json.WriteNumber("seed", options.Seed);
        json.WriteString("start", options.Start.UtcDateTime);
        json.WriteString("end", (options.Start + options.Duration).UtcDateTime);
        json.WriteNumber("stepSeconds", options.Step.TotalSeconds);
        json.WriteNumber("sampling", options.Sampling);
        json.WriteStartArray("faults");
        foreach (var fault in options.Faults)
        {
            json.WriteStartObject();
            json.WriteString("kind", JsonNamingPolicy.KebabCaseLower.ConvertName(fault.Kind.ToString()));
            json.WriteString("target", fault.Target);
            json.WriteStartArray("services");
            foreach (string service in FaultLocation.Services(fault, options.Topology))
            {
                json.WriteStringValue(service);
            }

            json.WriteEndArray();
            json.WriteString("start", (options.Start + fault.Start).UtcDateTime);
            json.WriteString("end", (options.Start + fault.End).UtcDateTime);
            json.WriteNumber("severity", fault.Severity);
            json.WriteString("onset", fault.Onset == FaultOnset.Sudden ? "sudden" : "gradual");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("totals");
        json.WriteNumber("requests", summary.Requests);
        json.WriteNumber("failedRequests", summary.FailedRequests);
        json.WriteNumber("calls", summary.Calls);
        json.WriteNumber("timeouts", summary.Timeouts);
        json.WriteNumber("retries", summary.Retries);
        json.WriteNumber("spans", summary.Spans);
        json.WriteNumber("logs", summary.Logs);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
