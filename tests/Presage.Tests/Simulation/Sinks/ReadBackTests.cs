using Presage.Simulation;
using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Sinks;
using Presage.Simulation.Topologies;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Incidents;
using Presage.Telemetry.Logs;
using Presage.Telemetry.Topology;
using static Presage.Tests.Simulation.TestShop;

namespace Presage.Tests.Simulation.Sinks;

/// <summary>Everything that one run writes, read back by the readers of every signal and compared with the run itself.</summary>
public sealed class ReadBackTests : IDisposable
{
    static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly string _folder = Directory.CreateTempSubdirectory("presage-").FullName;
    readonly Recorded _run = new();

    public ReadBackTests()
    {
        using var sink = new FolderSink(_folder);
        Simulator.Run(Options(), sink);
        Simulator.Run(Options(), _run);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Metrics_OfServicesEdgesAndUsers_AreTheSame()
    {
        AssertSame(_run.Frames.Services, _folder);
        AssertSame(_run.Frames.Edges, Path.Combine(_folder, "edges"));
        Assert.Equal(_run.Users, UsersRead());
    }

    [Fact]
    public void Spans_EveryField_IsTheSame()
    {
        var read = new Collected();

        var report = SpanReader.Read(_folder, read);

        Assert.Equal((_run.Spans.Count, 0), (report.Spans, report.Skipped));
        Assert.Equal(
            _run.Spans.Select(span => (
                new TraceId(span.TraceHigh, span.TraceLow), span.Span, span.Parent, Service(span.Service), span.Pod, span.Operation, span.Kind,
                span.StartUnixNano, span.EndUnixNano, span.Failed)),
            read.Spans.Select(span => (
                span.Trace, span.Id, span.ParentId, span.Service, span.Host, span.Operation, span.Kind, span.StartNs, span.EndNs, span.IsError)));
    }

    [Fact]
    public void Logs_EveryField_IsTheSame()
    {
        var read = new Collected();

        var report = LogReader.Read(_folder, read);

        Assert.Equal((_run.Logs.Count, 0, 0), (report.Records, report.Skipped, report.Duplicates));
        Assert.Equal(
            _run.Logs.Select(log => new LogRecord
            {
                TimeNs = log.UnixNano,
                Service = Service(log.Service),
                Pod = log.Pod,
                Host = log.Host,
                Trace = new TraceId(log.TraceHigh, log.TraceLow),
                SpanId = log.Span,
                Severity = log.Severity,
                Template = log.Template,
                Message = log.Message(),
            }),
            read.Logs);
        Assert.Contains(read.Logs, log => log.Severity == LogSeverity.Error && log.Trace != default);
        Assert.Contains(read.Logs, log => log.Trace == default && log.SpanId == 0);
    }

    [Fact]
    public void Truth_FaultsAndChanges_AreTheSame()
    {
        var read = IncidentReader.Read(_folder)!;

        Assert.Equal(["changes.csv", "truth.json"], read.Files);
        Assert.Equal(
            Options().Faults.Select(fault => (fault.Target, Ms(fault.Start), (long?)Ms(fault.End), (double?)fault.Severity, fault.Onset == FaultOnset.Gradual)),
            read.Incidents.Select(one => (one.Target, one.StartMs, one.EndMs, one.Severity, one.Onset == IncidentOnset.Gradual)));
        Assert.Equal(["error-returns", "network-delay"], read.Incidents.Select(one => one.Kind));
        Assert.Equal([null, ("front", "right")], read.Incidents.Select(one => one.Edge));
        Assert.Equal(
            _run.Frames.Changes.Select(change => (Ms(change.At), Service(change.Service), change.Pod, change.Operation)),
            read.Changes.Select(change => (change.TimeMs, change.Service, change.Pod, change.Operation)));
        Assert.Equal("2", Assert.Single(read.Changes, change => change.Kind == "deployed").To);
    }

    [Fact]
    public void Graph_NodesEdgesAndCalls_AreTheSame()
    {
        var expected = _run.Frames.CreateGraph();

        var read = GraphRecording.Read(_folder);

        Assert.Equal(expected.Nodes.Select(node => (node.Name, node.Kind)), read.Graph.Nodes.Select(node => (node.Name, node.Kind)));
        Assert.Contains(read.Graph.Nodes, node => node.Kind == NodeKind.Database);
        Assert.Contains(read.Graph.Nodes, node => node.Kind == NodeKind.External);
        Assert.Equal(expected.Edges.Select(edge => (edge.From, edge.To, edge.Weight)), read.Graph.Edges.Select(edge => (edge.From, edge.To, edge.Weight)));
        Assert.Equal(["call-table", "node-table", "spans"], read.Topology!.Formats.Order());
    }

    [Fact]
    public void Graph_WithoutNodes_IsReadAsBefore()
    {
        File.Delete(Path.Combine(_folder, "nodes.csv"));

        Assert.All(GraphRecording.Read(_folder).Graph.Nodes, node => Assert.Equal(NodeKind.Service, node.Kind));
    }

    static void AssertSame(Presage.Telemetry.Windows.Frame expected, string folder)
    {
        var recording = ReaderCatalog.Read(folder);
        Assert.Equal(expected.Entities, recording.Entities);
        Assert.Equal(expected.Metrics, recording.Metrics);
        foreach (var series in recording.Series)
        {
            var values = expected.Values(expected.Entities.ToList().IndexOf(series.Entity), expected.Metrics.ToList().IndexOf(series.Metric)).ToArray();
            Assert.Equal(values, series.Values.ToArray().Select(value => (float)value));
            Assert.Equal(Enumerable.Range(0, expected.Bins).Select(expected.TimeMs), series.TimestampsMs.ToArray());
        }
    }

    IEnumerable<float> UsersRead() => ReaderCatalog.Read(Path.Combine(_folder, "users")).Series.SelectMany(series => series.Values.ToArray().Select(value => (float)value));

    string Service(int index) => _run.Frames.Shop.Services[index];

    static long Ms(TimeSpan since) => (Start + since).ToUnixTimeMilliseconds();

    static SimulationOptions Options() => new()
    {
        Topology = Diamond(rate: 30) with
        {
            Services =
            [
                .. Diamond().Services.Select(service => service.Name == "aside" ? service with { Kind = ServiceKind.External } : service),
            ],
        },
        Start = Start,
        Duration = TimeSpan.FromMinutes(5),
        Sampling = 0.3,
        Faults =
        [
            new Fault { Kind = FaultKind.ErrorReturns, Target = "left", Start = TimeSpan.FromMinutes(1), End = TimeSpan.FromMinutes(2), Severity = 0.4 },
            new Fault
            {
                Kind = FaultKind.NetworkDelay, Target = "front->right", Start = TimeSpan.FromMinutes(3), End = TimeSpan.FromMinutes(4), Onset = FaultOnset.Gradual,
            },
        ],
        Deployments = [new Deployment { Service = "right", At = TimeSpan.FromMinutes(1) }],
    };

    /// <summary>Keeps all that comes by.</summary>
    sealed class Recorded : ISimulationSink
    {
        public FrameSink Frames { get; } = new();

        public List<SimulatedSpan> Spans { get; } = [];

        public List<SimulatedLog> Logs { get; } = [];

        /// <summary>[metric, bin].</summary>
        public IEnumerable<float> Users => Enumerable.Range(0, MetricNames.Users.Count).SelectMany(metric => _users.Select(bin => bin[metric]));

        readonly List<float[]> _users = [];

        public void Begin(SimulatedShop shop) => Frames.Begin(shop);

        public void Metrics(in MetricsBin bin)
        {
            Frames.Metrics(in bin);
            var users = new float[MetricNames.Users.Count];
            MetricNames.Write(bin.EndToEnd, users);
            _users.Add(users);
        }

        public void Span(in SimulatedSpan span) => Spans.Add(span);

        public void Log(in SimulatedLog log) => Logs.Add(log);

        public void Change(in ShopChange change) => Frames.Change(in change);

        public void End(SimulationSummary summary) => Frames.End(summary);
    }

    sealed class Collected : ISpanSink, ILogSink
    {
        public List<Span> Spans { get; } = [];

        public List<LogRecord> Logs { get; } = [];

        public void Add(in Span span) => Spans.Add(span);

        public void Add(in LogRecord record) => Logs.Add(record);
    }
}
