using Presage.Telemetry.Logs;

namespace Presage.Telemetry.Datasets;

/// <summary>Streams log records out of files; nothing is kept.</summary>
public static class LogReader
{
    /// <summary>Whether a path holds logs; only the beginnings of its files are read, up to the first that does.</summary>
    /// <param name="path">A file or a folder, as for <see cref="Read"/>.</param>
    /// <exception cref="DataFormatException">The path is missing or damaged.</exception>
    public static bool Holds(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFolders.WithLogs(path).Any(folder => DataFiles.Any(folder, (_, stream) => LogColumns.Recognises(stream.Head)));
    }

    /// <summary>Reads every log record of a file, a folder or a tar archive, each also compressed with gzip.</summary>
    /// <param name="path">A file; a folder of them; or a folder in Nezha's layout, whose folder <c>log</c> is read.</param>
    /// <param name="sink">Takes the records in the order of the files' names.</param>
    /// <param name="options">Which records to read; all by default.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>What was met; no files when a folder holds no logs.</returns>
    /// <exception cref="DataFormatException">
    /// The path is missing or damaged, a row is malformed, or a file that was named itself holds no logs.
    /// </exception>
    public static LogReadingReport Read(
        string path, ILogSink sink, LogReadOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(sink);
        var table = new LogTable(options ?? new LogReadOptions(), sink);
        var files = new List<string>();
        foreach (string folder in DataFolders.WithLogs(path))
        {
            DataFiles.Visit(folder, (name, stream, isNamed) =>
            {
                cancellation.ThrowIfCancellationRequested();
                if (LogColumns.Recognises(stream.Head))
                {
                    files.Add(name);
                    table.Read(stream, name, cancellation);
                }
                else if (isNamed)
                {
                    throw new DataFormatException(name, 0,
                        TextFile.WhyUnreadable(stream.Head)
                        ?? $"no table of logs: TimeUnixNano,PodName,TraceID,SpanID,Log,... expected, the first line is \"{TextFile.FirstLine(stream.Head)}\".");
                }
            });
        }

        return table.Report(files);
    }
}
