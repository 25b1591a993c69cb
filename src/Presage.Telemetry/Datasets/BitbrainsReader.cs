namespace Presage.Telemetry.Datasets;

/// <summary>A virtual machine of Bitbrains' data centre: the table of GWA-T-12, one file a machine.</summary>
/// <remarks>
/// The file's name is the entity. Times are Unix seconds, though the header says milliseconds. What a machine uses is kept;
/// what it was given (cores, capacities), which hardly ever changes, only when asked for. A row with no core is of a machine
/// that is gone: all its values are invalid. Source: gwa.ewi.tudelft.nl, GWA-T-12 (Shen, van Beek, Iosup, CCGrid 2015).
/// </remarks>
sealed class BitbrainsReader : ISeriesReader
{
    const string Cores = "CPU cores";

    public string Format => "bitbrains";

    public string Description => "virtual machines of the Grid Workloads Archive's GWA-T-12, one file each";

    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        TextFile.FirstLines(head, 1) is [var line] && line.AsSpan().StartsWith("Timestamp [ms];"u8) && line.AsSpan().IndexOf("CPU cores;"u8) > 0;

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        var splitter = new FieldSplitter((byte)';');
        lines.TryRead(out var line);
        splitter.TrySplit(line);
        var header = new string[splitter.Count];
        for (int column = 0; column < header.Length; column++)
        {
            header[column] = splitter.Text(line, column);
        }

        int coresColumn = Array.IndexOf(header, Cores);
        int[] kept = [.. Enumerable.Range(1, header.Length - 1).Where(column => IsKept(header[column], builder))];
        if (coresColumn < 0 || kept.Length == 0)
        {
            throw new DataFormatException(name, 1, coresColumn < 0 ? $"there is no column {Cores}." : $"metrics {builder.Metrics.Explain()}.");
        }

        var rows = builder.Rows(SeriesName.OfFile(name), [.. kept.Select(column => header[column])]);
        var time = new TimestampField(builder.Options with { TimestampUnit = TimestampUnit.UnixSeconds });
        var values = new double[kept.Length];
        builder.SetCalendar(hasCalendar: true, name);
        while (lines.TryRead(out line))
        {
            if (FaultOf(splitter, line, header, kept, values, time, out long timeMs) is { } fault)
            {
                builder.Refuse(lines.Error(fault));
                continue;
            }

            bool isGone = NumberField.TryParse(splitter.Field(line, coresColumn), out double cores) && cores == 0;
            if (isGone)
            {
                Array.Fill(values, double.NaN);
            }

            builder.Add(rows, timeMs, values, isGone ? values.Length : 0);
        }
    }

    static bool IsKept(string metric, RecordingBuilder builder) =>
        builder.Metrics.IsAsked ? builder.Metrics.Wants(metric) : metric != Cores && !metric.Contains("provisioned", StringComparison.Ordinal);

    static string? FaultOf(
        FieldSplitter splitter, ReadOnlySpan<byte> line, string[] header, int[] kept, double[] values, TimestampField time, out long timeMs)
    {
        timeMs = 0;
        if (!splitter.TrySplit(line) || splitter.Count != header.Length)
        {
            return FieldError.WrongCount(splitter.Count, header.Length);
        }

        if (!time.TryParse(splitter.Field(line, 0), out timeMs))
        {
            return FieldError.NotATime(header[0], splitter.Field(line, 0));
        }

        for (int i = 0; i < kept.Length; i++)
        {
            if (!NumberField.TryParse(splitter.Field(line, kept[i]), out values[i]))
            {
                return FieldError.NotANumber(header[kept[i]], splitter.Field(line, kept[i]));
            }
        }

        return null;
    }
}
