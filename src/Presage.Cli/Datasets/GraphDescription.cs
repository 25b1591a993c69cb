using System.Globalization;
using System.Text.Json;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Topology;
using Spectre.Console;

namespace Presage.Cli.Datasets;

/// <summary>What a person asks of a service graph: who is in it, how it is known, how deep and wide it is, and where time goes.</summary>
/// <param name="topology">The graph as it was read.</param>
/// <param name="paths">The critical paths of its traces; empty without spans.</param>
sealed class GraphDescription(TopologyRecording topology, CriticalPathShares paths)
{
    const int MostNodesShown = 25;
    const int MostShares = 10;
    const int MostCycles = 5;

    readonly ServiceGraph _graph = topology.Graph;
    readonly GraphStatistics _statistics = GraphStatistics.Of(topology.Graph);
    readonly IReadOnlyList<CriticalPathShare> _shares = paths.Build();

    /// <summary>For people.</summary>
    public void Write(IAnsiConsole console)
    {
        console.WriteLine($"Service graph, from {SelectionOptions.FileNames(topology.Files)}, format {string.Join(", ", topology.Formats)}");
        console.WriteLine($"  {NumberText.Count(_graph.Nodes.Count, "node", "nodes")}: {string.Join(", ", Kinds().Select(KindText))}");
        console.WriteLine($"  {NumberText.Count(_graph.Edges.Count, "edge", "edges")}: {Observed} observed, {_graph.Edges.Count - Observed} inferred");
        if (topology.Spans is { } spans)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {spans.Spans:N0} spans in {spans.Traces:N0} traces; {spans.Duplicates:N0} duplicates, {spans.Orphans:N0} orphans, {spans.Late:N0} late"));
        }

        if (_graph.Nodes.Count == 0)
        {
            return;
        }

        var widest = _statistics.FanOut.Index().MaxBy(one => one.Item).Index;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  depth {_statistics.Depth}; fan-out {MeanFanOut:0.##} on average, at most {_statistics.FanOut[widest]} ({Name(widest)})"));
        console.WriteLine($"  {Listed("roots", _statistics.Roots)}; {Listed("leaves", _statistics.Leaves)}; {Listed("isolated", _statistics.Isolated)}");
        console.WriteLine($"  cycles: {CyclesText()}");
        if (_statistics.CriticalPathMs > 0)
        {
            console.WriteLine($"  chain with the most work: {Path(_statistics.CriticalPath)}, {NumberText.Value(_statistics.CriticalPathMs)} ms");
        }

        WriteNodes(console);
        WriteShares(console);
    }

    /// <summary>For programs.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject("graph");
        WriteNames(json, "formats", topology.Formats);
        WriteNames(json, "files", topology.Files);
        json.WriteStartObject("nodesByKind");
        foreach (var (kind, count) in Kinds())
        {
            json.WriteNumber(kind, count);
        }

        json.WriteEndObject();
        json.WriteNumber("edgesObserved", Observed);
        json.WriteNumber("edgesInferred", _graph.Edges.Count - Observed);
        json.WriteNumber("depth", _statistics.Depth);
        json.WriteNumber("meanFanOut", MeanFanOut);
        WriteNames(json, "roots", _statistics.Roots.Select(Name));
        WriteNames(json, "leaves", _statistics.Leaves.Select(Name));
        WriteNames(json, "isolated", _statistics.Isolated.Select(Name));
        json.WriteStartArray("cycles");
        foreach (var cycle in _statistics.Cycles)
        {
            json.WriteStartArray();
            foreach (var node in cycle)
            {
                json.WriteStringValue(Name(node));
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        WriteNames(json, "heaviestChain", _statistics.CriticalPath.Select(Name));
        json.WriteNumber("heaviestChainMs", _statistics.CriticalPathMs);
        WriteNodes(json);
        WriteShares(json);
        json.WriteEndObject();
    }

    int Observed => _graph.Edges.Count(edge => edge.IsObserved);

    double MeanFanOut => _graph.Nodes.Count > 0 ? _statistics.FanOut.Average() : 0;

    IEnumerable<(string Kind, int Count)> Kinds() => _graph.Nodes
        .GroupBy(node => node.Kind)
        .OrderBy(group => group.Key)
        .Select(group => (group.Key.ToString().ToLowerInvariant(), group.Count()));

    static string KindText((string Kind, int Count) one) => NumberText.Count(one.Count, one.Kind, one.Kind == "external" ? one.Kind : $"{one.Kind}s");

    string Name(int node) => _graph.Nodes[node].Name;

    string Path(IEnumerable<int> nodes) => string.Join(" > ", nodes.Select(Name));

    string Listed(string what, IReadOnlyList<int> nodes) => nodes.Count == 0 ? $"{what}: none" : $"{what}: {NumberText.Names([.. nodes.Select(Name)])}";

    string CyclesText() => _statistics.Cycles.Count == 0
        ? "none"
        : string.Join("; ", _statistics.Cycles.Take(MostCycles).Select(CycleText))
            + (_statistics.Cycles.Count > MostCycles ? $"; and {_statistics.Cycles.Count - MostCycles} more" : "");

    string CycleText(IReadOnlyList<int> cycle) =>
        cycle.Count == 1 ? $"{Name(cycle[0])} calls itself" : NumberText.Names([.. cycle.Select(Name)]);

    void WriteNodes(IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("node", "kind");
        foreach (var title in new[] { "called by", "calls", "requests", "failed", "mean latency", "p95", "own work each" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var index in ByImportance().Take(MostNodesShown))
        {
            var node = _graph.Nodes[index];
            table.AddRow(
                Markup.Escape(node.Name),
                node.Kind.ToString().ToLowerInvariant(),
                _statistics.FanIn[index].ToString(CultureInfo.InvariantCulture),
                _statistics.FanOut[index].ToString(CultureInfo.InvariantCulture),
                node.Requests.Calls > 0 ? node.Requests.Calls.ToString("N0", CultureInfo.InvariantCulture) : "-",
                node.Requests.Calls > 0 ? node.Requests.ErrorRate.ToString("P2", CultureInfo.InvariantCulture) : "-",
                Milliseconds(node.Requests.MeanLatencyMs),
                Milliseconds(node.Requests.LatencyP95Ms),
                Milliseconds(node.Requests.Calls > 0 ? node.MeanSelfTimeMs : double.NaN));
        }

        console.Write(table);
        if (_graph.Nodes.Count > MostNodesShown)
        {
            console.WriteLine($"and {_graph.Nodes.Count - MostNodesShown} more nodes; --json shows all.");
        }
    }

    IEnumerable<int> ByImportance() => Enumerable.Range(0, _graph.Nodes.Count)
        .OrderByDescending(node => _graph.Nodes[node].Requests.Calls)
        .ThenByDescending(node => _statistics.FanIn[node] + _statistics.FanOut[node]);

    void WriteShares(IAnsiConsole console)
    {
        if (_shares.Count == 0)
        {
            return;
        }

        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"What decides how long a request takes: critical paths of {paths.Traces:N0} traces, {paths.MeanLengthMs:G4} ms on average"));
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("service");
        foreach (var title in new[] { "share of the time", "traces", "in each of them" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var share in _shares.Take(MostShares))
        {
            table.AddRow(
                Markup.Escape(share.Service),
                share.Share.ToString("P1", CultureInfo.InvariantCulture),
                share.Traces.ToString("N0", CultureInfo.InvariantCulture),
                Milliseconds(share.MeanMs));
        }

        console.Write(table);
    }

    void WriteNodes(Utf8JsonWriter json)
    {
        json.WriteStartArray("nodes");
        foreach (var (index, node) in _graph.Nodes.Index())
        {
            json.WriteStartObject();
            json.WriteString("name", node.Name);
            json.WriteString("kind", node.Kind.ToString().ToLowerInvariant());
            json.WriteNumber("fanIn", _statistics.FanIn[index]);
            json.WriteNumber("fanOut", _statistics.FanOut[index]);
            json.WriteNumber("requests", node.Requests.Calls);
            json.WriteNumber("errors", node.Requests.Errors);
            json.WriteFinite("meanLatencyMs", node.Requests.MeanLatencyMs);
            json.WriteFinite("latencyP95Ms", node.Requests.LatencyP95Ms);
            json.WriteNumber("meanSelfTimeMs", node.MeanSelfTimeMs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    void WriteShares(Utf8JsonWriter json)
    {
        json.WriteNumber("traces", paths.Traces);
        json.WriteNumber("meanCriticalPathMs", paths.MeanLengthMs);
        json.WriteStartArray("criticalPath");
        foreach (var share in _shares)
        {
            json.WriteStartObject();
            json.WriteString("service", share.Service);
            json.WriteNumber("share", share.Share);
            json.WriteNumber("traces", share.Traces);
            json.WriteNumber("meanMs", share.MeanMs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteNames(Utf8JsonWriter json, string property, IEnumerable<string> names)
    {
        json.WriteStartArray(property);
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    static string Milliseconds(double value) => double.IsFinite(value) ? $"{NumberText.Value(value)} ms" : "-";
}
