using System.CommandLine;
using System.Globalization;
using Presage.Cli.Output;
using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Series;

namespace Presage.Cli.Options;

/// <summary>The options that say how a data path is read and which part of it is kept.</summary>
sealed class SelectionOptions
{
    const int MostNamesShown = 12;
    const int MostFilesShown = 3;

    readonly Option<string?> _format = new("--format")
    {
        Description = "How to read it; found from the content when not given",
        HelpName = "NAME",
    };

    readonly Option<string[]> _entities = new("--entities")
    {
        Description = "Only these, separated by commas; * and ? stand for any letters",
        HelpName = "A,B",
    };

    readonly Option<string[]> _metrics = new("--metrics")
    {
        Description = "Only these, separated by commas; * and ? stand for any letters",
        HelpName = "A,B",
    };

    readonly Option<string?> _from = new("--from")
    {
        Description = "Leave out what is older: a date, Unix seconds, or 36h or 2d into a trace",
        HelpName = "TIME",
    };

    readonly Option<string?> _to = new("--to") { Description = "Leave out this time and what is newer", HelpName = "TIME" };
    readonly Option<string> _timeZone = new("--time-zone")
    {
        Description = "Zone of dates that name none, read and written",
        HelpName = "ZONE",
        DefaultValueFactory = _ => "UTC",
    };

    public SelectionOptions()
    {
        var formats = ReaderCatalog.Formats.Select(one => one.Format).ToArray();
        _format.CompletionSources.Add(formats);
        _format.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !formats.Contains(token.Value))
            {
                result.AddError($"--format {token.Value}: there is no such format; there are {string.Join(", ", formats)}.");
            }
        });
    }

    /// <summary>Adds all of them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_format);
        command.Options.Add(_entities);
        command.Options.Add(_metrics);
        command.Options.Add(_from);
        command.Options.Add(_to);
        command.Options.Add(_timeZone);
    }

    /// <summary>The zone in which times are shown.</summary>
    /// <exception cref="UsageException">There is no such zone.</exception>
    public TimeZoneInfo ZoneIn(ParseResult parsed)
    {
        var name = parsed.GetRequiredValue(_timeZone);
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new UsageException($"--time-zone '{name}': this machine knows no such zone; names look like Europe/Berlin or UTC.");
    }

    /// <summary>Whether the format of series was asked for by name.</summary>
    public bool HasFormat(ParseResult parsed) => parsed.GetValue(_format) is not null;

    /// <summary>Reads what the options choose of <paramref name="path"/>.</summary>
    public Recording Read(string path, ParseResult parsed, CancellationToken cancellation) =>
        ReaderCatalog.Read(path, OptionsIn(path, parsed), cancellation);

    /// <summary>Reads the same with the graph that lies beside it, or at a path of its own, and notes what was met on the way.</summary>
    public GraphRecording ReadGraph(string path, string? graph, ParseResult parsed, Journal journal, CancellationToken cancellation)
    {
        if (graph is not null)
        {
            Require(graph);
        }

        var read = GraphRecording.Read(path, OptionsIn(path, parsed), new TopologyOptions { Path = graph }, cancellation);
        Note(read.Recording, journal);
        if (read.Topology is { } topology)
        {
            var nodes = $"{topology.Graph.Nodes.Count.ToString("N0", CultureInfo.InvariantCulture)} nodes";
            journal.Note($"graph: {nodes} and {topology.Graph.Edges.Count.ToString("N0", CultureInfo.InvariantCulture)} edges in {FileNames(topology.Files)}");
        }

        return read;
    }

    /// <summary>The names of some files, most of them only counted when there are many.</summary>
    internal static string FileNames(IReadOnlyList<string> paths)
    {
        var more = paths.Count > MostFilesShown
            ? string.Create(CultureInfo.InvariantCulture, $" and {paths.Count - MostFilesShown:N0} more")
            : "";
        return string.Join(", ", paths.Take(MostFilesShown).Select(Path.GetFileName)) + more;
    }

    ReadOptions OptionsIn(string path, ParseResult parsed)
    {
        Require(path);
        var zone = ZoneIn(parsed);
        return new ReadOptions
        {
            Format = parsed.GetValue(_format),
            Entities = Split(parsed.GetValue(_entities)),
            Metrics = Split(parsed.GetValue(_metrics)),
            FromMs = parsed.GetValue(_from) is { } from ? TimeBound.ParseMs(from, "--from", zone) : null,
            ToMs = parsed.GetValue(_to) is { } to ? TimeBound.ParseMs(to, "--to", zone) : null,
            TimeZone = zone,
        };
    }

    /// <summary>Reads the same, and notes what was met on the way.</summary>
    public Recording Read(string path, ParseResult parsed, Journal journal, CancellationToken cancellation)
    {
        var recording = Read(path, parsed, cancellation);
        Note(recording, journal);
        return recording;
    }

    static void Note(Recording recording, Journal journal)
    {
        foreach (var line in RecordingText.Describe(recording))
        {
            journal.Note(line);
        }

        foreach (var line in RecordingText.Warn(recording))
        {
            journal.Warn(line);
        }
    }

    /// <exception cref="DataFormatException">The path does not exist; the message lists what is there instead.</exception>
    static void Require(string path)
    {
        if (Path.Exists(path))
        {
            return;
        }

        var folder = Path.GetFullPath(path);
        do
        {
            folder = Path.GetDirectoryName(folder)!;
        }
        while (!Directory.Exists(folder));

        var names = Directory.EnumerateFileSystemEntries(folder)
            .Select(entry => Path.GetFileName(entry) + (Directory.Exists(entry) ? "/" : ""))
            .Where(name => name[0] != '.')
            .Order(StringComparer.Ordinal)
            .ToArray();
        var shown = names.Length == 0 ? "is nothing" : "are: " + string.Join(", ", names.Take(MostNamesShown));
        var more = names.Length > MostNamesShown ? $" and {names.Length - MostNamesShown} more" : "";
        throw new DataFormatException(path, 0, $"does not exist; in '{folder}' there {shown}{more}.");
    }

    static string[] Split(string[]? given) => [.. (given ?? []).SelectMany(Names.Parts)];
}
