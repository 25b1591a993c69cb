namespace Presage.Telemetry.Datasets;

/// <summary>source_50.csv and destination_50.csv of Nezha and TraStrainer: the median latency over each edge, in seconds.</summary>
/// <remarks>
/// A column <c>frontend_cartservice</c> is the edge from frontend to cartservice: the entity <c>frontend->cartservice</c>. The metric
/// is the file's name: <c>source_50</c> as the caller's side measured it, <c>destination_50</c> as the callee's did.
/// </remarks>
sealed class NezhaEdgeReader : ISeriesReader
{
    public string Format => "nezha-edges";

    public string Description => "source_50.csv and destination_50.csv of Nezha and TraStrainer, median latency of each edge";

    public bool IsCompanion => true;

    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        TextFile.FirstLines(head, 1) is [var line]
        && line.AsSpan().StartsWith("time,timestamp,"u8)
        && line.AsSpan()["time,timestamp,".Length..].Count((byte)'_') > line.AsSpan().Count((byte)',') - 2;

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        string metric = Path.GetFileName(name).Split('.')[0];
        GoTimeTable.Read(stream, name, builder, firstMetric: 2, (_, column) => (Edge(column), metric), cancellation);
    }

    static string Edge(string column)
    {
        int separator = column.IndexOf('_', StringComparison.Ordinal);
        return separator < 0 ? column : $"{column[..separator]}->{column[(separator + 1)..]}";
    }
}
