using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>Collects what the topology readers of one path find, over all its files.</summary>
sealed class TopologyReading
{
    readonly SpanGraphBuilder _spans;
    readonly List<string> _files = [];
    readonly List<string> _formats = [];

    public TopologyReading(string source, TopologyOptions options)
    {
        Source = source;
        Options = options;
        Graph = new ServiceGraphBuilder(options.SliceMs);
        _spans = new SpanGraphBuilder(new SpanGraphOptions
        {
            SliceMs = options.SliceMs,
            Traces = options.Traces,
            InferFromOperations = options.InferFromOperations,
        });
        Calls = new CallAssembler(Graph, options.Traces);
        SpanTable = new SpanTable(new SpanReadOptions { SkipBadRows = options.SkipBadRows }, _spans);
    }

    public string Source { get; }

    public TopologyOptions Options { get; }

    public ServiceGraphBuilder Graph { get; }

    /// <summary>Reads spans into the graph.</summary>
    public SpanTable SpanTable { get; }

    /// <summary>Brings the records of calls together in the graph.</summary>
    public CallAssembler Calls { get; }

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

    public TopologyRecording Build()
    {
        if (SpanTable.Spans > 0)
        {
            Graph.Add(_spans.Build());
        }

        Calls.Complete();
        return new TopologyRecording(Source, _formats, Graph.Build(), _files, Rows + SpanTable.Spans, Skipped + SpanTable.Skipped)
        {
            Spans = SpanTable.Spans > 0 ? _spans.Report : null,
            Duplicates = Calls.Duplicates,
            UnplacedCalls = Calls.Unplaced,
        };
    }
}
