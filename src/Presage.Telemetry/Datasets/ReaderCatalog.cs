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
        new AlibabaMicroserviceReader(),
        new PrometheusReader(),
        new NezhaMetricReader(),
        new NezhaFrontReader(),
        new NezhaEdgeReader(),
        new BitbrainsReader(),
        new DatacenterAveragesReader(),
        new LosLoopReader(),
        new LosLoopSensorReader(),
        new LongCsvReader(),
        new WideCsvReader(),
    ];

    /// <summary>Names and one-line descriptions of the formats with samples.</summary>
    public static IReadOnlyList<(string Format, string Description)> Formats { get; } =
        [.. Readers.Where(reader => !reader.IsMetadata).Select(reader => (reader.Format, reader.Description))];

    /// <summary>Reads a file, a folder of files of one format, or a tar archive, each also compressed with gzip.</summary>
    /// <param name="path">A file or a folder; folders inside it are entered only in layouts that are known, or when it has no files of data itself.</param>
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
        return TryRead(path, options, asked, cancellation, out var companion)
            ?? TryRead(path, options, companion, cancellation, out _)!; // nothing but what lies beside other data elsewhere
    }

    /// <summary>Whether a path holds series; only the beginnings of its files are read, up to the first that does.</summary>
    /// <param name="path">A file or a folder, as for <see cref="Read"/>.</param>
    /// <exception cref="DataFormatException">The path is missing or damaged.</exception>
    public static bool Holds(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFolders.WithSeries(path).Any(folder =>
            DataFiles.Any(folder, (name, stream) => Choose(null, name, stream.Head, isNamed: false) is { IsMetadata: false }));
    }

    static Recording? TryRead(string path, ReadOptions options, ISeriesReader? asked, CancellationToken cancellation, out ISeriesReader? companion)
    {
        var builder = new RecordingBuilder(path, options);
        ISeriesReader? leftOut = null;
        foreach (string folder in DataFolders.WithSeries(path))
        {
            DataFiles.Visit(folder, (name, stream, isNamed) =>
            {
                cancellation.ThrowIfCancellationRequested();
                var reader = Choose(asked, name, stream.Head, isNamed);
                bool isLeftOut = reader is { IsCompanion: true } && !isNamed && reader != asked;
                leftOut ??= isLeftOut ? reader : null;
                if (reader is null || isLeftOut)
                {
                    builder.IgnoredFiles.Add(name);
                    return;
                }

                builder.Begin(reader, name);
                reader.Read(stream, name, builder, cancellation);
            });
        }

        companion = leftOut;
        return asked is null && leftOut is not null && !builder.HasFormat ? null : builder.Build();
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

        if (OtherThanSeries(head, name) is { } other)
        {
            return isNamed ? throw new DataFormatException(name, 0, $"holds {other} and no series.") : null;
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

    static string? OtherThanSeries(ReadOnlySpan<byte> head, string name) =>
        TopologyCatalog.Recognises(head, name) ? "a graph"
        : LogColumns.Recognises(head) ? "logs"
        : IncidentReader.Recognises(head) ? "incidents"
        : null;
}
