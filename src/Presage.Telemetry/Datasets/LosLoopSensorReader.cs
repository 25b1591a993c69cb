namespace Presage.Telemetry.Datasets;

/// <summary>graph_sensor_locations.csv of METR-LA: where its detectors lie.</summary>
sealed class LosLoopSensorReader : ISeriesReader
{
    static readonly string[] Columns = ["index", "sensor_id", "latitude", "longitude"];

    public string Format => "los-loop-sensors";

    public string Description => "locations of the detectors of Los-loop";

    public bool IsMetadata => true;

    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        TextFile.FirstLines(head, 1) is [var line] && line.AsSpan().TrimEnd((byte)' ').SequenceEqual("index,sensor_id,latitude,longitude"u8);

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        var splitter = new FieldSplitter((byte)',');
        lines.TryRead(out var line); // the header
        while (lines.TryRead(out line))
        {
            if (!splitter.TrySplit(line) || splitter.Count != Columns.Length)
            {
                builder.Refuse(lines.Error(FieldError.WrongCount(splitter.Count, Columns.Length)));
                continue;
            }

            builder.AddLabels(splitter.Text(line, 1), new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [Columns[2]] = splitter.Text(line, 2),
                [Columns[3]] = splitter.Text(line, 3),
            });
        }
    }
}
