namespace Presage.Telemetry.Datasets;

/// <summary>Reads one format, file by file, into a recording.</summary>
interface ISeriesReader
{
    /// <summary>The name that <see cref="ReadOptions.Format"/> asks for.</summary>
    string Format { get; }

    /// <summary>One line for a list of formats.</summary>
    string Description { get; }

    /// <summary>Whether a file only describes the entities of another one and has no samples itself.</summary>
    bool IsMetadata => false;

    /// <summary>Whether such files lie beside another format's, and are read from a folder only when this one is asked for.</summary>
    bool IsCompanion => false;

    /// <summary>Whether a file looks like this format.</summary>
    /// <param name="head">Its first bytes, decompressed; all of them when it is short.</param>
    /// <param name="name">Its name.</param>
    bool Recognises(ReadOnlySpan<byte> head, string name);

    /// <summary>Adds what a file holds.</summary>
    /// <param name="stream">Decompressed; read to its end, not closed.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <param name="builder">Takes the rows and knows which are asked for.</param>
    /// <param name="cancellation">Looked at while reading.</param>
    /// <exception cref="DataFormatException">A row is malformed and may not be skipped.</exception>
    void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation);
}
