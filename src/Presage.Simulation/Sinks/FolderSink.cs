using Presage.Simulation.Emission;

namespace Presage.Simulation.Sinks;

/// <summary>Writes a run into a folder that the readers take back; docs/formats/simulation.md describes its files.</summary>
/// <remarks>
/// Rows are written as they come, so that memory does not depend on the length simulated. The files get their names at
/// the end of the run; what a cancelled run has written is taken back by <see cref="Dispose"/>.
/// </remarks>
public sealed class FolderSink : ISimulationSink, IDisposable
{
    readonly string _folder;
    readonly List<IDisposable> _open = [];
    readonly List<string> _files = [];
    SimulatedShop? _shop;
    MetricTable? _services;
    MetricTable? _edges;
    MetricTable? _users;
    SpanTable? _spans;
    LogTable? _logs;
    ChangeTable? _changes;
    long[] _calls = [];

    /// <summary>Prepares to write; nothing is touched before the run begins.</summary>
    /// <param name="folder">Is created where it is missing; files of an earlier run are replaced.</param>
    public FolderSink(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = folder;
    }

    /// <summary>The files of the complete run, in the order of their names.</summary>
    public IReadOnlyList<string> Files => [.. _files.Order(StringComparer.Ordinal)];

    /// <inheritdoc />
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public void Begin(SimulatedShop shop)
    {
        ArgumentNullException.ThrowIfNull(shop);
        _shop = shop;
        _calls = new long[shop.Edges.Count];
        _services = Open(new MetricTable(PathOf("metrics.csv"), shop.Services, MetricNames.Service));
        _edges = Open(new MetricTable(PathOf("edges", "metrics.csv"), Enumerable.Range(0, shop.Edges.Count).Select(shop.EdgeName), MetricNames.Edge));
        _users = Open(new MetricTable(PathOf("users", "metrics.csv"), ["users"], MetricNames.Users));
        _spans = Open(new SpanTable(PathOf("trace", "spans.csv.gz")));
        _logs = Open(new LogTable(PathOf("log", "logs.csv.gz")));
        _changes = Open(new ChangeTable(PathOf("truth", "changes.csv"), shop));
    }

    /// <inheritdoc />
    public void Metrics(in MetricsBin bin)
    {
        Span<float> values = stackalloc float[MetricNames.Service.Count];
        _services!.BeginRow(bin.StartUnixMs);
        foreach (ref readonly var service in bin.Services)
        {
            MetricNames.Write(in service, values);
            _services.Write(values);
        }

        _services.EndRow();
        values = values[..MetricNames.Edge.Count];
        _edges!.BeginRow(bin.StartUnixMs);
        for (int edge = 0; edge < bin.Edges.Length; edge++)
        {
            _calls[edge] += bin.Edges[edge].Calls;
            MetricNames.Write(in bin.Edges[edge], values);
            _edges.Write(values);
        }

        _edges.EndRow();
        Span<float> users = stackalloc float[MetricNames.Users.Count];
        MetricNames.Write(bin.EndToEnd, users);
        _users!.BeginRow(bin.StartUnixMs);
        _users.Write(users);
        _users.EndRow();
    }

    /// <inheritdoc />
    public void Span(in SimulatedSpan span) => _spans!.Write(in span);

    /// <inheritdoc />
    public void Log(in SimulatedLog log) => _logs!.Write(in log);

    /// <inheritdoc />
    public void Change(in ShopChange change) => _changes!.Write(in change);

    /// <inheritdoc />
    public void End(SimulationSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        WriteGraph();
        WriteNodes();
        TruthFiles.Write(PathOf("truth", "truth.json"), PathOf("truth", "scenario.json"), PathOf("truth", "topology.json"), _shop!, summary);
        _services!.Complete();
        _edges!.Complete();
        _users!.Complete();
        _spans!.Complete();
        _logs!.Complete();
        _changes!.Complete();
    }

    /// <summary>Closes all files; those of a run that did not end are deleted.</summary>
    public void Dispose()
    {
        foreach (var file in _open)
        {
            file.Dispose();
        }

        _open.Clear();
    }

    void WriteGraph()
    {
        using var file = new TableFile(PathOf("graph.csv"), "Source,Target,Weight");
        for (int edge = 0; edge < _calls.Length; edge++)
        {
            file.Write(_shop!.Services[_shop.Edges[edge].Caller]);
            file.Write(',');
            file.Write(_shop.Services[_shop.Edges[edge].Callee]);
            file.Write(',');
            file.Write(_calls[edge]);
            file.EndRow();
        }

        file.Complete();
    }

    void WriteNodes()
    {
        using var file = new TableFile(PathOf("nodes.csv"), "Node,Kind");
        foreach (var service in _shop!.Options.Topology.Services)
        {
            file.Write(service.Name);
            file.Write(',');
            file.Write(service.Kind.ToString().ToLowerInvariant());
            file.EndRow();
        }

        file.Complete();
    }

    T Open<T>(T file)
        where T : IDisposable
    {
        _open.Add(file);
        return file;
    }

    string PathOf(params ReadOnlySpan<string> parts)
    {
        string path = Path.Combine([_folder, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _files.Add(path);
        return path;
    }
}
