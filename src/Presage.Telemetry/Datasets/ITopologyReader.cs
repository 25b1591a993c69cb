namespace Presage.Telemetry.Datasets;

/// <summary>Reads one format of service graphs.</summary>
interface ITopologyReader
{
    /// <summary>The format's name.</summary>
    string Format { get; }

    /// <summary>One line for a list of formats.</summary>
    string Description { get; }

    /// <summary>Whether a file looks like this format.</summary>
    /// <param name="head">Its first bytes, decompressed; all of them when it is short.</param>
    /// <param name="name">Its name.</param>
    bool Recognises(ReadOnlySpan<byte> head, string name);

    /// <summary>Adds what a file holds.</summary>
    /// <param name="stream">Decompressed; read to its end, not closed.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <param name="reading">Takes the nodes, edges and calls.</param>
    /// <param name="cancellation">Looked at while reading.</param>
    /// <exception cref="DataFormatException">A row is malformed and may not be skipped.</exception>
    void Read(Stream stream, string name, TopologyReading reading, CancellationToken cancellation);
}
