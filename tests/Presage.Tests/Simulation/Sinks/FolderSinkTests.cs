using System.Text.Json;
using Presage.Simulation;
using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Sinks;
using Presage.Simulation.Topologies;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Topology;
using static Presage.Tests.Simulation.TestShop;

namespace Presage.Tests.Simulation.Sinks;

/// <summary>What a run writes is what the readers take back.</summary>
public sealed class FolderSinkTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("presage-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Metrics_WideTable_ReadBackAsTheSameFrame()
    {
        var expected = Run(Options());
        Write(Options());

        var recording = ReaderCatalog.Read(_folder);

        Assert.Equal(expected.Services.Entities, recording.Entities);
        Assert.Equal(MetricNames.Service, recording.Metrics);
        Assert.True(recording.HasCalendar);
        foreach (var series in recording.Series)
        {
            var values = expected.Service(series.Entity, series.Metric);
            Assert.Equal(expected.Services.TimeMs(0), series.TimestampsMs.Span[0]);
            Assert.Equal(values, series.Values.ToArray().Select(value => (float)value));
        }
    }

    [Fact]
    public void Graph_CallTable_ReadsBackWithItsCalls()
    {
        var expected = Run(Options()).CreateGraph();
        Write(Options());

        var graph = TopologyCatalog.Read(Path.Combine(_folder, "graph.csv"))!.Graph;

        Assert.Equal(Edges(expected), Edges(graph));
        Assert.All(expected.Edges, edge => Assert.Equal(edge.Weight, Weight(graph, Edge(expected, edge))));
    }

    [Fact]
    public void Folder_WithTrace_IsReadAsSeriesAndGraphTogether()
    {
        Write(Options());

        var read = GraphRecording.Read(_folder);

        Assert.Equal(read.Recording.Entities, read.Graph.Nodes.Select(node => node.Name));
        Assert.Equal(["call-table", "node-table", "spans"], read.Topology!.Formats.Order());
    }

    [Fact]
    public void Spans_OfEveryRequest_GiveTheGraphOfTheCalls()
    {
        var sink = Write(Options() with { Sampling = 1, ClockSkewMs = 3 });

        var builder = new SpanGraphBuilder();
        var report = SpanReader.Read(Path.Combine(_folder, "trace"), builder);
        var graph = builder.Build();

        Assert.Equal(sink.Spans, report.Spans);
        Assert.Equal(0, report.Skipped);
        Assert.Equal(Edges(Run(Options()).CreateGraph()), Edges(graph));
    }

    [Fact]
    public void Logs_Table_HasATraceForEverySampledRecordAndManyTemplates()
    {
        var summary = Write(Options() with { Sampling = 0.5 });

        var rows = ReadCompressed("log", "logs.csv.gz");
        Assert.Equal(summary.Logs, rows.Length - 1);
        Assert.Equal("Timestamp,TimeUnixNano,Node,PodName,Container,TraceID,SpanID,Log,Severity,TemplateID", rows[0]);
        Assert.InRange(rows.Skip(1).Select(row => row[(row.LastIndexOf(',') + 1)..]).Distinct().Count(), 8, LogTemplates.Count);
        Assert.Contains(rows, row => row.Contains(",error,", StringComparison.Ordinal));
    }

    [Fact]
    public void Truth_Labels_NameFaultsWithTimesAndServices()
    {
        Write(Options());

        using var truth = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "truth", "truth.json")));
        var faults = truth.RootElement.GetProperty("faults").EnumerateArray().ToArray();
        Assert.Equal("error-returns", faults[0].GetProperty("kind").GetString());
        Assert.Equal("2024-01-01T00:01:00Z", faults[0].GetProperty("start").GetString());
        Assert.Equal(["left"], faults[0].GetProperty("services").EnumerateArray().Select(service => service.GetString()));
        Assert.Equal(["front", "right"], faults[1].GetProperty("services").EnumerateArray().Select(service => service.GetString()));
    }

    [Fact]
    public void Truth_ScenarioAndTopology_RunTheSameAgain()
    {
        Write(Options());
        var (scenario, topology) = (Path.Combine(_folder, "truth", "scenario.json"), Path.Combine(_folder, "truth", "topology.json"));

        var again = Scenario.Read(scenario).ApplyTo(new SimulationOptions { Topology = TopologyFile.Read(topology), Duration = Options().Duration });

        Assert.Equal(Run(Options()).Service("front", "latency_p99_ms"), Run(again with { Sampling = 0 }).Service("front", "latency_p99_ms"));
    }

    [Fact]
    public void Cancelled_Run_LeavesNoFile()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using (var sink = new FolderSink(_folder))
        {
            Assert.Throws<OperationCanceledException>(() => Simulator.Run(Options(), sink, null, source.Token));
        }

        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    SimulationSummary Write(SimulationOptions options)
    {
        using var sink = new FolderSink(_folder);
        var summary = Simulator.Run(options, sink);
        Assert.All(sink.Files, file => Assert.True(File.Exists(file), file));
        Assert.Equal(sink.Files, Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        return summary;
    }

    string[] ReadCompressed(params string[] parts)
    {
        using var file = new System.IO.Compression.GZipStream(File.OpenRead(Path.Combine([_folder, .. parts])), System.IO.Compression.CompressionMode.Decompress);
        using var text = new StreamReader(file);
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    static SimulationOptions Options() => new()
    {
        Topology = Diamond(rate: 30),
        Duration = TimeSpan.FromMinutes(5),
        Sampling = 0.1,
        Faults =
        [
            new Fault { Kind = FaultKind.ErrorReturns, Target = "left", Start = TimeSpan.FromMinutes(1), End = TimeSpan.FromMinutes(2) },
            new Fault { Kind = FaultKind.NetworkDelay, Target = "front->right", Start = TimeSpan.FromMinutes(3), End = TimeSpan.FromMinutes(4) },
        ],
        Deployments = [new Deployment { Service = "right", At = TimeSpan.FromMinutes(1) }],
    };

    static string[] Edges(ServiceGraph graph) => [.. graph.Edges.Select(edge => Edge(graph, edge)).Order(StringComparer.Ordinal)];

    static string Edge(ServiceGraph graph, ServiceEdge edge) => $"{graph.Nodes[edge.From].Name}->{graph.Nodes[edge.To].Name}";

    static float Weight(ServiceGraph graph, string name) => graph.Edges.Single(edge => Edge(graph, edge) == name).Weight;
}
