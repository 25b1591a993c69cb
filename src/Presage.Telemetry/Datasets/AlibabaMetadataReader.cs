namespace Presage.Telemetry.Datasets;

/// <summary>machine_meta and container_meta of the Alibaba Cluster Trace 2018: labels of machines and containers.</summary>
/// <remarks>A machine has a row for each change of its status; the newest row's labels stay.</remarks>
sealed class AlibabaMetadataReader : ISeriesReader
{
    readonly string[] _columns;
    readonly byte[][] _prefixes;

    AlibabaMetadataReader(string format, string[] columns, byte[][] prefixes)
    {
        Format = format;
        _columns = columns;
        _prefixes = prefixes;
    }

    public static AlibabaMetadataReader Machine { get; } = new(
        "alibaba2018-machine-meta",
        ["machine_id", "time_stamp", "failure_domain_1", "failure_domain_2", "cpu_num", "mem_size", "status"],
        ["m_"u8.ToArray()]);

    public static AlibabaMetadataReader Container { get; } = new(
        "alibaba2018-container-meta",
        ["container_id", "machine_id", "time_stamp", "app_du", "status", "cpu_request", "cpu_limit", "mem_size"],
        ["c_"u8.ToArray(), "m_"u8.ToArray()]);

    public string Format { get; }

    public string Description => "labels of the Alibaba Cluster Trace 2018";

    public bool IsMetadata => true;

    int TimeColumn => _prefixes.Length;

    public bool Recognises(ReadOnlySpan<byte> head, string name) => AlibabaLine.Fits(head, _columns.Length, _prefixes, TimeColumn);

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        var splitter = new FieldSplitter((byte)',');
        var newest = new Dictionary<string, double>(StringComparer.Ordinal);
        while (lines.TryRead(out var line))
        {
            if (!splitter.TrySplit(line) || splitter.Count != _columns.Length)
            {
                builder.Refuse(lines.Error(FieldError.WrongCount(splitter.Count, _columns.Length)));
                continue;
            }

            if (!NumberField.TryParse(splitter.Field(line, TimeColumn), out double time) || double.IsNaN(time))
            {
                builder.Refuse(lines.Error(FieldError.NotANumber(_columns[TimeColumn], splitter.Field(line, TimeColumn))));
                continue;
            }

            string entity = splitter.Text(line, 0);
            if (newest.TryGetValue(entity, out double before) && before > time)
            {
                continue;
            }

            newest[entity] = time;
            var labels = new Dictionary<string, string>(StringComparer.Ordinal);
            for (int column = 1; column < _columns.Length; column++)
            {
                if (column != TimeColumn && !splitter.Field(line, column).IsEmpty)
                {
                    labels[_columns[column]] = splitter.Text(line, column);
                }
            }

            builder.AddLabels(entity, labels);
        }
    }
}
