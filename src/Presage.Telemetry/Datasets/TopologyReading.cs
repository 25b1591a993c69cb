using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>Collects what the topology readers of one path find, over all its files.</summary>
sealed class TopologyReading
{
    readonly List<string> _files = [];
    readonly List<string> _formats = [];

    public TopologyReading(string source, TopologyOptions options)
    {
        Source = source;
        Options = options;
        Graph = new ServiceGraphBuilder(options.SliceMs);
    }

    public string Source { get; }

    public TopologyOptions Options { get; }

    public ServiceGraphBuilder Graph { get; }

    /// <summary>Names that an earlier file gave to the rows of a matrix.</summary>
    public List<string> NodeNames { get; } = [];

    public long Rows { get; private set; }

    public long Skipped { get; private set; }

    public bool HasFiles => _files.Count > 0;

    /// <summary>Notes the file that is read next.</summary>
    public void Begin(ITopologyReader reader, string file)
    {
        _files.Add(file);
        if (!_formats.Contains(reader.Format))
        {
            _formats.Add(reader.Format);
        }
    }

    /// <summary>Counts a row that was understood.</summary>
    public void Keep() => Rows++;

    /// <summary>Leaves a malformed row out, if the caller allowed it.</summary>
    /// <exception cref="DataFormatException">It did not.</exception>
    public void Refuse(DataFormatException error)
    {
        if (!Options.SkipBadRows)
        {
            throw error;
        }

        Skipped++;
    }

    public TopologyRecording Build() => new(Source, _formats, Graph.Build(), _files, Rows, Skipped);
}
