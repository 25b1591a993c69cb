namespace Presage.Telemetry.Datasets;

/// <summary>MSResource and MSRTQps of Alibaba's microservice traces: what each container uses, its rates of calls and response times.</summary>
/// <remarks>
/// The entity is the microservice; of its containers at the same time rates of calls (<c>..._MCR</c>) are added up and everything
/// else is averaged. MSResource has a column a metric; MSRTQps a row a metric, under <c>metric</c> or <c>metrics</c> and
/// <c>value</c>. Columns are found by their names; times are milliseconds from the start of the trace. Source:
/// github.com/alibaba/clusterdata, cluster-trace-microservices-v2021 (Luo et al., SoCC 2021).
/// </remarks>
sealed class AlibabaMicroserviceReader : ISeriesReader
{
    const byte NameSeparator = 0x1f;
    const int MostNames = 1 << 21;

    static readonly string[] NoMetrics = ["", "timestamp", "msname", "msinstanceid", "nodeid"];

    public string Format => "alibaba-microservices";

    public string Description => "MSResource and MSRTQps of Alibaba's microservice traces of 2021";

    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        TextFile.FirstLines(head, 1) is [var line] && HeaderColumns.TryRead(line, out var header) && Columns.Of(header) is not null;

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        if (!lines.TryRead(out var line) || !HeaderColumns.TryRead(line, out var header) || Columns.Of(header) is not { } columns)
        {
            throw lines.Error($"the header \"{TextFile.FirstLine(line)}\" names no timestamp, msname, msinstanceid and metric");
        }

        int[] values = columns.Value >= 0 ? [columns.Value] : [.. columns.Metrics.Where(column => builder.Metrics.Wants(header.Name(column)))];
        if (values.Length == 0)
        {
            throw new DataFormatException(name, 1, $"metrics {builder.Metrics.Explain()}.");
        }

        string[] metrics = [.. values.Select(header.Name)];
        var rows = new ByteNames<RowBuffer?>(key => RowsOf(key, columns.Value >= 0 ? null : metrics, builder), MostNames);
        var splitter = new FieldSplitter((byte)',');
        byte[] key = new byte[512];
        var numbers = new double[values.Length];
        builder.SetCalendar(hasCalendar: false, name);
        while (lines.TryRead(out line))
        {
            if (FaultOf(splitter, line, header, columns, values, numbers, out long timeMs) is { } fault)
            {
                builder.Refuse(lines.Error(fault));
            }
            else
            {
                builder.Add(rows.Find(Key(splitter, line, columns, ref key)), timeMs, numbers);
            }
        }
    }

    static RowBuffer? RowsOf(string key, string[]? metrics, RecordingBuilder builder)
    {
        string[] names = key.Split((char)NameSeparator);
        metrics ??= [names[2]];
        return metrics.Length > 1 || builder.Metrics.Wants(metrics[0])
            ? builder.InstanceRows(names[0], names[1], metrics, metric => metric.EndsWith("_MCR", StringComparison.OrdinalIgnoreCase))
            : null;
    }

    static string? FaultOf(
        FieldSplitter splitter, ReadOnlySpan<byte> line, HeaderColumns header, in Columns columns, int[] values, double[] numbers, out long timeMs)
    {
        timeMs = 0;
        if (!splitter.TrySplit(line) || splitter.Count != header.Count)
        {
            return FieldError.WrongCount(splitter.Count, header.Count);
        }

        if (!NumberField.TryParse(splitter.Field(line, columns.Time), out double time) || time is not (>= 0 and < 1e15))
        {
            return FieldError.NotANumber(header.Name(columns.Time), splitter.Field(line, columns.Time));
        }

        timeMs = (long)time;
        for (int i = 0; i < values.Length; i++)
        {
            if (!NumberField.TryParse(splitter.Field(line, values[i]), out numbers[i]))
            {
                return FieldError.NotANumber(header.Name(values[i]), splitter.Field(line, values[i]));
            }
        }

        bool hasNames = !NumberField.IsMissing(splitter.Field(line, columns.Service)) && !NumberField.IsMissing(splitter.Field(line, columns.Instance))
            && (columns.Metric < 0 || !splitter.Field(line, columns.Metric).IsEmpty);
        return hasNames ? null : "the row names no microservice, container or metric";
    }

    // Service, instance and, in a table with a row a metric, the metric, parted by a byte that no text has.
    static ReadOnlySpan<byte> Key(FieldSplitter splitter, ReadOnlySpan<byte> line, in Columns columns, ref byte[] key)
    {
        var service = splitter.Field(line, columns.Service);
        var instance = splitter.Field(line, columns.Instance);
        var metric = columns.Metric >= 0 ? splitter.Field(line, columns.Metric) : [];
        int length = service.Length + instance.Length + metric.Length + 2;
        if (key.Length < length)
        {
            key = new byte[length];
        }

        service.CopyTo(key);
        key[service.Length] = NameSeparator;
        instance.CopyTo(key.AsSpan(service.Length + 1));
        key[service.Length + 1 + instance.Length] = NameSeparator;
        metric.CopyTo(key.AsSpan(service.Length + instance.Length + 2));
        return key.AsSpan(0, length);
    }

    /// <summary>Which column is what; -1 for none.</summary>
    sealed record Columns(int Time, int Service, int Instance, int Metric, int Value, int[] Metrics)
    {
        public static Columns? Of(HeaderColumns header)
        {
            int metric = header.Find("metric", "metrics");
            int value = header.Find("value");
            bool isLong = metric >= 0 && value >= 0;
            int[] metrics = isLong ? [] : [.. Enumerable.Range(0, header.Count).Where(column => !NoMetrics.Contains(Plain(header.Name(column))))];
            var columns = new Columns(
                header.Find("timestamp"), header.Find("msname"), header.Find("msinstanceid"), isLong ? metric : -1, isLong ? value : -1, metrics);
            return columns is { Time: >= 0, Service: >= 0, Instance: >= 0 } && (isLong || metrics.Length > 0) ? columns : null;
        }

        static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
    }
}
