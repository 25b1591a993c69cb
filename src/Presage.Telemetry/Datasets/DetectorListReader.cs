namespace Presage.Telemetry.Datasets;

/// <summary>graph_sensor_ids.txt of METR-LA: one line with the detectors' ids, which names the rows of a matrix beside it.</summary>
sealed class DetectorListReader : ITopologyReader
{
    const int DigitsOfId = 6;

    public string Format => "los-loop-ids";

    public string Description => "the ids of the detectors of Los-loop, one line";

    /// <summary>Whether a line has at least two ids of detectors and nothing else.</summary>
    public static bool IsListOfIds(ReadOnlySpan<byte> line, out int count)
    {
        var splitter = new FieldSplitter((byte)',');
        count = 0;
        if (!splitter.TrySplit(line) || splitter.Count < 2)
        {
            return false;
        }

        for (int column = 0; column < splitter.Count; column++)
        {
            var field = splitter.Field(line, column);
            if (field.Length != DigitsOfId || field.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                return false;
            }
        }

        count = splitter.Count;
        return true;
    }

    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        TextFile.FirstLines(head, 2) is [var line] && IsListOfIds(line, out _);

    public void Read(Stream stream, string name, TopologyReading reading, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        var splitter = new FieldSplitter((byte)',');
        if (lines.TryRead(out var line) && splitter.TrySplit(line))
        {
            for (int column = 0; column < splitter.Count; column++)
            {
                reading.NodeNames.Add(splitter.Text(line, column));
            }
        }
    }
}
