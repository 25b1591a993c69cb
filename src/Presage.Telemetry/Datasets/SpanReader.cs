using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>Streams spans out of files; nothing is kept.</summary>
public static class SpanReader
{
    /// <summary>Reads every span of a file, a folder or a tar archive, each also compressed with gzip.</summary>
    /// <param name="path">A file; a folder of them; or a folder in Nezha's layout, whose folder <c>trace</c> is read.</param>
    /// <param name="sink">Takes the spans in the order of the files' names.</param>
    /// <param name="options">Which spans to read; all by default.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>What was met; no files when a folder holds no spans.</returns>
    /// <exception cref="DataFormatException">
    /// The path is missing or damaged, a row is malformed, or a file that was named itself holds no spans.
    /// </exception>
    public static SpanReadingReport Read(
        string path, ISpanSink sink, SpanReadOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(sink);
        var table = new SpanTable(options ?? new SpanReadOptions(), sink);
        var files = new List<string>();
        foreach (string folder in DataFolders.WithGraphs(path))
        {
            DataFiles.Visit(folder, (name, stream, isNamed) =>
            {
                cancellation.ThrowIfCancellationRequested();
                if (SpanColumns.Recognises(stream.Head))
                {
                    files.Add(name);
                    table.Read(stream, name, cancellation);
                }
                else if (isNamed)
                {
                    throw new DataFormatException(name, 0,
                        TextFile.WhyUnreadable(stream.Head)
                        ?? $"no table of spans: TraceID,SpanID,ParentID,PodName,... expected, the first line is \"{TextFile.FirstLine(stream.Head)}\".");
                }
            });
        }

        return new SpanReadingReport(table.Spans, table.Skipped, table.Unselected, files);
    }
}
