namespace Presage.Telemetry.Datasets;

/// <summary>machine_usage and container_usage of the Alibaba Cluster Trace 2018, as published.</summary>
/// <remarks>
/// Columns as in schema.txt of github.com/alibaba/clusterdata, cluster-trace-v2018: no header, times in seconds from
/// the start of the trace, an empty field is missing. A disk_io_percent outside 0 to 100 (the schema names -1 and 101)
/// is missing too. By default the five metrics are kept that almost every row has; the others only when asked for.
/// </remarks>
sealed class AlibabaUsageReader : ISeriesReader
{
    static readonly string[] UsualMetrics = ["cpu_util_percent", "mem_util_percent", "net_in", "net_out", "disk_io_percent"];

    readonly string[] _columns;
    readonly byte[][] _prefixes; // of the first columns, which are names
    readonly int _diskColumn;
    readonly string _table;

    AlibabaUsageReader(string table, string format, string description, string[] columns, byte[][] prefixes)
    {
        _table = table;
        Format = format;
        Description = description;
        _columns = columns;
        _prefixes = prefixes;
        _diskColumn = Array.IndexOf(columns, "disk_io_percent");
    }

    public static AlibabaUsageReader Machine { get; } = new(
        "machine_usage",
        "alibaba2018-machine-usage",
        "machine_usage of the Alibaba Cluster Trace 2018",
        ["machine_id", "time_stamp", "cpu_util_percent", "mem_util_percent", "mem_gps", "mkpi", "net_in", "net_out", "disk_io_percent"],
        ["m_"u8.ToArray()]);

    public static AlibabaUsageReader Container { get; } = new(
        "container_usage",
        "alibaba2018-container-usage",
        "container_usage of the Alibaba Cluster Trace 2018",
        ["container_id", "machine_id", "time_stamp", "cpu_util_percent", "mem_util_percent", "cpi", "mem_gps", "mpki", "net_in", "net_out", "disk_io_percent"],
        ["c_"u8.ToArray(), "m_"u8.ToArray()]);

    public string Format { get; }

    public string Description { get; }

    // By its published name a damaged table is still known, so that the error can say what is wrong with it.
    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        (name.Contains(_table, StringComparison.Ordinal) && head.StartsWith(_prefixes[0]))
        || AlibabaLine.Fits(head, _columns.Length, _prefixes, numberColumn: _prefixes.Length);

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        (var metrics, var slots) = Choose(builder, name);
        var lookup = new RowLookup(entity => builder.Rows(entity, metrics));
        var values = new double[metrics.Length];
        builder.SetCalendar(hasCalendar: false, name);
        while (lines.TryRead(out var line))
        {
            int comma = line.IndexOf((byte)',');
            var rows = lookup.Find(comma < 0 ? line : line[..comma]);
            if (rows is null)
            {
                builder.Add(null, 0, values);
                continue;
            }

            if (TryParse(line, slots, values, out long timeMs, out int invalid, out string? fault))
            {
                builder.Add(rows, timeMs, values, invalid);
            }
            else
            {
                builder.Refuse(lines.Error(fault!));
            }
        }
    }

    // Which metrics are kept, and for each column where its value goes; -1 for nowhere.
    (string[] Metrics, int[] Slots) Choose(RecordingBuilder builder, string name)
    {
        var slots = new int[_columns.Length];
        Array.Fill(slots, -1);
        var metrics = new List<string>();
        for (int column = _prefixes.Length + 1; column < _columns.Length; column++)
        {
            bool isKept = builder.Metrics.IsAsked ? builder.Metrics.Wants(_columns[column]) : UsualMetrics.Contains(_columns[column]);
            if (isKept)
            {
                slots[column] = metrics.Count;
                metrics.Add(_columns[column]);
            }
        }

        return metrics.Count > 0 ? ([.. metrics], slots) : throw new DataFormatException(name, 0, $"metrics {builder.Metrics.Explain()}.");
    }

    bool TryParse(ReadOnlySpan<byte> line, int[] slots, double[] values, out long timeMs, out int invalid, out string? fault)
    {
        timeMs = 0;
        invalid = 0;
        fault = null;
        int timeColumn = _prefixes.Length;
        int column = 0;
        var rest = line;
        while (true)
        {
            int comma = rest.IndexOf((byte)',');
            var field = comma < 0 ? rest : rest[..comma];
            if (column < slots.Length && (slots[column] >= 0 || column == timeColumn))
            {
                if (!NumberField.TryParse(field, out double value) || (column == timeColumn && !(value is >= 0 and < 1e12)))
                {
                    fault ??= FieldError.NotANumber(_columns[column], field);
                }
                else if (column == timeColumn)
                {
                    timeMs = (long)Math.Round(value * 1000);
                }
                else
                {
                    bool isInvalid = column == _diskColumn && (value < 0 || value > 100);
                    invalid += isInvalid ? 1 : 0;
                    values[slots[column]] = isInvalid ? double.NaN : value;
                }
            }

            column++;
            if (comma < 0)
            {
                break;
            }

            rest = rest[(comma + 1)..];
        }

        if (column != _columns.Length)
        {
            fault = FieldError.WrongCount(column, _columns.Length);
        }

        return fault is null;
    }
}
