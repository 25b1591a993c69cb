using System.CommandLine;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Topology;

namespace Presage.Cli.Datasets;

/// <summary>All that lies at a path: series, the graph of the services, logs, incidents; each only where there is any.</summary>
sealed class PathDescription
{
    readonly string _path;
    readonly DataDescription? _series;
    readonly GraphDescription? _graph;
    readonly LogDescription? _logs;
    readonly IncidentDescription? _incidents;

    PathDescription(string path, DataDescription? series, GraphDescription? graph, LogDescription? logs, IncidentDescription? incidents) =>
        (_path, _series, _graph, _logs, _incidents) = (path, series, graph, logs, incidents);

    /// <summary>Reads whatever a path holds.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="selection">Which series to read; says why where there is nothing at all.</param>
    /// <param name="parsed">The options given.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="DataFormatException">The path is missing, damaged or holds nothing that is known.</exception>
    public static PathDescription Read(string path, SelectionOptions selection, ParseResult parsed, CancellationToken cancellation)
    {
        var zone = selection.ZoneIn(parsed);
        var exists = Path.Exists(path);
        var graph = exists && TopologyCatalog.Holds(path) ? ReadGraph(path, cancellation) : null;
        var logs = exists && LogReader.Holds(path) ? LogDescription.Read(path, zone, cancellation) : null;
        var incidents = exists && IncidentReader.Holds(path) ? new IncidentDescription(IncidentReader.Read(path, cancellation)!, zone) : null;
        var hasOther = graph is not null || logs is not null || incidents is not null;
        var series = hasOther && !selection.HasFormat(parsed) && !ReaderCatalog.Holds(path)
            ? null
            : new DataDescription(selection.Read(path, parsed, cancellation), zone);
        return new PathDescription(path, series, graph, logs, incidents);
    }

    /// <summary>For people.</summary>
    public void Write(Terminal terminal)
    {
        var console = terminal.CreateOutConsole();
        _series?.Write(console);
        _graph?.Write(console);
        _logs?.Write(console);
        _incidents?.Write(console);
    }

    /// <summary>For programs.</summary>
    public void WriteJson(TextWriter output) => JsonText.Write(output, json =>
    {
        json.WriteString("command", "datasets describe");
        json.WriteString("data", _path);
        _series?.WriteJson(json);
        _graph?.WriteJson(json);
        _logs?.WriteJson(json);
        _incidents?.WriteJson(json);
    });

    static GraphDescription ReadGraph(string path, CancellationToken cancellation)
    {
        var topology = TopologyCatalog.Read(path, cancellation: cancellation)!;
        var paths = new CriticalPathShares();
        if (topology.Spans is not null)
        {
            SpanReader.Read(path, paths, cancellation: cancellation);
        }

        return new GraphDescription(topology, paths);
    }
}
