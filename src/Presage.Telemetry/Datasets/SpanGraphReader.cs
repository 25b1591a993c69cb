namespace Presage.Telemetry.Datasets;

/// <summary>A table of spans as Nezha publishes them, from which the graph is derived.</summary>
sealed class SpanGraphReader : ITopologyReader
{
    public string Format => "spans";

    public string Description => "a table of spans: TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano";

    public bool Recognises(ReadOnlySpan<byte> head, string name) => SpanColumns.Recognises(head);

    public void Read(Stream stream, string name, TopologyReading reading, CancellationToken cancellation) =>
        reading.SpanTable.Read(stream, name, cancellation);
}
