using System.CommandLine;
using Presage.Cli.Output;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Series;

namespace Presage.Cli.Options;

/// <summary><c>--data</c> with everything that says how it is read and which part of it is kept.</summary>
sealed class DataOptions
{
    readonly Option<string?> _path;
    readonly Option<string?> _graph = new("--graph")
    {
        Description = "Where the service graph lies when it is not beside the series: spans, call tables, matrices, counters",
        HelpName = "PATH",
    };

    /// <param name="required">False for a verb that has data of its own.</param>
    /// <param name="description">What the path is for.</param>
    public DataOptions(bool required = true, string description = "A file or folder; .gz and .tar.gz are read as they are") =>
        _path = new("--data", "-d") { Description = description, HelpName = "PATH", Required = required };

    /// <summary>How the path is read.</summary>
    public SelectionOptions Selection { get; } = new();

    /// <summary>Adds all of them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_path);
        Selection.AddTo(command);
    }

    /// <summary>Adds <c>--graph</c>, too, for a verb that makes use of it.</summary>
    public void AddWithGraphTo(Command command)
    {
        AddTo(command);
        command.Options.Add(_graph);
    }

    /// <summary>The path as the user gave it; null where it was not.</summary>
    public string? PathIn(ParseResult parsed) => parsed.GetValue(_path);

    /// <summary>Where the graph lies as the user gave it; null where it was not.</summary>
    public string? GraphIn(ParseResult parsed) => parsed.GetValue(_graph);

    /// <summary>Reads it and notes what was met on the way.</summary>
    public Recording Read(ParseResult parsed, Journal journal, CancellationToken cancellation) =>
        Selection.Read(PathIn(parsed)!, parsed, journal, cancellation);

    /// <summary>Reads it with its graph.</summary>
    public GraphRecording ReadGraph(ParseResult parsed, Journal journal, CancellationToken cancellation) =>
        Selection.ReadGraph(PathIn(parsed)!, parsed.GetValue(_graph), parsed, journal, cancellation);
}
