using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>The counters that OpenTelemetry's service-graph connector and Tempo keep of each edge, as Prometheus answers.</summary>
/// <remarks>
/// <c>traces_service_graph_request_total{client,server}</c> counts calls, <c>..._failed_total</c> errors, and the sum and
/// count of <c>..._server_seconds</c> time the calls. A counter's rise between two samples belongs to the slice of the
/// earlier one; one that falls was set back to 0. Series of one edge that differ in other labels are added up.
/// Source: github.com/open-telemetry/opentelemetry-collector-contrib, connector/servicegraphconnector.
/// </remarks>
sealed class ServiceGraphMetricsReader : ITopologyReader
{
    const string Prefix = "traces_service_graph_request_";
    const double MsPerSecond = 1000;

    public string Format => "service-graph-metrics";

    public string Description => "Prometheus' answers to traces_service_graph_request_total and its siblings";

    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        PrometheusAnswer.Recognises(head) && head.IndexOf("\"traces_service_graph_request_"u8) >= 0;

    public void Read(Stream stream, string name, TopologyReading reading, CancellationToken cancellation)
    {
        var tokens = new JsonTokens(stream, name, cancellation);
        PrometheusAnswer.Read(ref tokens, isVectorAllowed: true, (labels, samples) => Add(labels, samples, name, reading));
    }

    static void Add(SortedDictionary<string, string> labels, PrometheusSamples samples, string file, TopologyReading reading)
    {
        string metric = labels.GetValueOrDefault("__name__", "");
        if (!metric.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return; // another query of the same answer
        }

        if (!labels.TryGetValue("client", out string? client) || !labels.TryGetValue("server", out string? server) || client.Length == 0 || server.Length == 0)
        {
            reading.Refuse(new DataFormatException(file, 0, $"a series of {metric} names no client and server: do not aggregate them away."));
            return;
        }

        string kind = labels.GetValueOrDefault("connection_type", "");
        int from = reading.Graph.AddNode(client, kind == "virtual_node" && client == "user" ? NodeKind.External : NodeKind.Service);
        int to = reading.Graph.AddNode(server, kind == "database" ? NodeKind.Database : NodeKind.Service);
        reading.Keep();
        if (CountOf(metric) is not { } count)
        {
            return;
        }

        var all = samples.All.Where(sample => !double.IsNaN(sample.Value)).ToArray();
        if (all is [{ Value: > 0 }] && metric == Prefix + "total")
        {
            reading.Graph.AddEdge(client, server, EdgeSources.ServiceGraphMetrics);
        }

        for (int i = 1; i < all.Length; i++)
        {
            double rise = all[i].Value - (all[i].Value >= all[i - 1].Value ? all[i - 1].Value : 0);
            if (rise > 0)
            {
                count(reading.Graph.SliceOf(from, to, EdgeSources.ServiceGraphMetrics, all[i - 1].TimeMs), rise);
            }
        }
    }

    static Action<CallStatistics, double>? CountOf(string metric) => metric[Prefix.Length..] switch
    {
        "total" => (slice, rise) => slice.AddCounts((long)Math.Round(rise), 0, 0, 0),
        "failed_total" => (slice, rise) => slice.AddCounts(0, (long)Math.Round(rise), 0, 0),
        "server_seconds_count" => (slice, rise) => slice.AddCounts(0, 0, (long)Math.Round(rise), 0),
        "server_seconds_sum" => (slice, rise) => slice.AddCounts(0, 0, 0, rise * MsPerSecond),
        _ => null,
    };
}
