namespace Presage.Telemetry.Datasets;

/// <summary>front_service.csv of Nezha and TraStrainer: success and latency of the whole application as its users see it.</summary>
/// <remarks>The entity is the file's <c>ServiceName</c>, which is no service of the graph.</remarks>
sealed class NezhaFrontReader : ISeriesReader
{
    public string Format => "nezha-front";

    public string Description => "front_service.csv of Nezha and TraStrainer, end-to-end success and latency";

    public bool IsCompanion => true;

    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        TextFile.FirstLines(head, 1) is [var line] && line.AsSpan().StartsWith("Time,TimeStamp,ServiceName,"u8);

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation) =>
        GoTimeTable.Read(stream, name, builder, firstMetric: 3, (row, column) => (row, column), cancellation);
}
