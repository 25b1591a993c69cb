namespace Presage.Telemetry.Datasets;

/// <summary>The one list of formats in which a service graph can be read.</summary>
public static class TopologyCatalog
{
    static readonly ITopologyReader[] Readers =
    [
        new DetectorListReader(),
        new SpanGraphReader(),
        new ServiceGraphMetricsReader(),
        new AlibabaBatchTaskReader(),
        new AlibabaCallGraphReader(),
        new CallTableReader(),
        new NodeTableReader(),
        new AdjacencyMatrixReader(),
    ];

    /// <summary>Names and one-line descriptions of the formats.</summary>
    public static IReadOnlyList<(string Format, string Description)> Formats { get; } =
        [.. Readers.Select(reader => (reader.Format, reader.Description))];

    /// <summary>Reads every graph in a file, a folder or a tar archive, each also compressed with gzip, as one graph.</summary>
    /// <param name="path">A file or a folder; files of a folder that hold no graph are left out.</param>
    /// <param name="options">What to keep; everything by default.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>Null when a folder holds no graph.</returns>
    /// <exception cref="DataFormatException">
    /// The path is missing or damaged, a row is malformed, or a file that was named itself holds no graph.
    /// </exception>
    public static TopologyRecording? Read(string path, TopologyOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var reading = new TopologyReading(path, options ?? new TopologyOptions());
        foreach (string folder in DataFolders.WithGraphs(path))
        {
            DataFiles.Visit(folder, (name, stream, isNamed) =>
            {
                cancellation.ThrowIfCancellationRequested();
                if (Find(stream.Head, name) is { } reader)
                {
                    reading.Begin(reader, name);
                    reader.Read(stream, name, reading, cancellation);
                }
                else if (isNamed)
                {
                    throw new DataFormatException(name, 0,
                        TextFile.WhyUnreadable(stream.Head)
                        ?? $"no graph: neither {string.Join(", ", Formats.Select(one => one.Format))}. The first line is \"{TextFile.FirstLine(stream.Head)}\".");
                }
            });
        }

        return reading.HasFiles ? reading.Build() : null;
    }

    /// <summary>Whether a path holds a graph; only the beginnings of its files are read, up to the first that does.</summary>
    /// <param name="path">A file or a folder, as for <see cref="Read"/>.</param>
    /// <exception cref="DataFormatException">The path is missing or damaged.</exception>
    public static bool Holds(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFolders.WithGraphs(path).Any(folder => DataFiles.Any(folder, (name, stream) => Recognises(stream.Head, name)));
    }

    /// <summary>Whether a file holds a graph and no series.</summary>
    internal static bool Recognises(ReadOnlySpan<byte> head, string name) => Find(head, name) is not null;

    static ITopologyReader? Find(ReadOnlySpan<byte> head, string name)
    {
        if (TextFile.WhyUnreadable(head) is not null || TextFile.IsDocument(name))
        {
            return null;
        }

        foreach (var reader in Readers)
        {
            if (reader.Recognises(head, name))
            {
                return reader;
            }
        }

        return null;
    }
}
