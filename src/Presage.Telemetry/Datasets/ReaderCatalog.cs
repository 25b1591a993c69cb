using Presage.Telemetry.Series;

namespace Presage.Telemetry.Datasets;

/// <summary>The one list of formats that can be read; the first that recognises a file reads it.</summary>
public static class ReaderCatalog
{
    static readonly ISeriesReader[] Readers =
    [
        AlibabaUsageReader.Machine,
        AlibabaUsageReader.Container,
        AlibabaMetadataReader.Machine,
        AlibabaMetadataReader.Container,
        new PrometheusReader(),
        new LosLoopReader(),
        new LosLoopSensorReader(),
        new LongCsvReader(),
        new WideCsvReader(),
    ];

    /// <summary>Names and one-line descriptions of the formats with samples.</summary>
    public static IReadOnlyList<(string Format, string Description)> Formats { get; } =
        [.. Readers.Where(reader => !reader.IsMetadata).Select(reader => (reader.Format, reader.Description))];

    /// <summary>Reads a file, a folder of files of one format, or a tar archive, each also compressed with gzip.</summary>
    /// <param name="path">A file or a folder; folders inside it are not entered.</param>
    /// <param name="options">What to keep; everything by default.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>The kept series, sorted by time, and what was met on the way.</returns>
    /// <exception cref="DataFormatException">
    /// The path is missing, empty, binary, damaged or of no known format; files differ in format; a row is malformed;
    /// or nothing of what was asked for is there.
    /// </exception>
    /// <exception cref="ArgumentException">The format asked for is unknown.</exception>
    public static Recording Read(string path, ReadOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ReadOptions();
        var asked = options.Format is null ? null : Find(options.Format);
        var builder = new RecordingBuilder(path, options);
        DataFiles.Visit(path, (name, stream, isNamed) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var reader = Choose(asked, name, stream.Head, isNamed);
            if (reader is null)
            {
                builder.IgnoredFiles.Add(name);
                return;
            }

            builder.Begin(reader, name);
            reader.Read(stream, name, builder, cancellation);
        });
        return builder.Build();
    }

    static ISeriesReader Find(string format) =>
        Array.Find(Readers, reader => !reader.IsMetadata && reader.Format == format)
        ?? throw new ArgumentException($"No format {format}; there are {string.Join(", ", Formats.Select(one => one.Format))}.", nameof(format));

    // Null leaves a file out: only what lies in a folder or archive beside the data, never what was named itself.
    static ISeriesReader? Choose(ISeriesReader? asked, string name, ReadOnlySpan<byte> head, bool isNamed)
    {
        string? unreadable = TextFile.WhyUnreadable(head);
        if (!isNamed && (unreadable is not null || TextFile.IsDocument(name)))
        {
            return null;
        }

        if (unreadable is not null)
        {
            throw new DataFormatException(name, 0, unreadable);
        }

        if (asked is not null && isNamed)
        {
            return asked;
        }

        if (TopologyCatalog.Recognises(head, name))
        {
            return isNamed ? throw new DataFormatException(name, 0, "holds a graph and no series.") : null;
        }

        foreach (var reader in Readers)
        {
            if ((asked is null || reader == asked || reader.IsMetadata) && reader.Recognises(head, name))
            {
                return reader;
            }
        }

        return isNamed
            ? throw new DataFormatException(name, 0,
                $"no known format: neither {string.Join(", ", Formats.Select(one => one.Format))}. The first line is \"{TextFile.FirstLine(head)}\".")
            : null;
    }
}
