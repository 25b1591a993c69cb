using System.Diagnostics;

namespace Presage.Telemetry.Datasets;

/// <summary>A table with a row for each sample: series, timestamp and value, in any order by their header.</summary>
/// <remarks>
/// A series named <c>entity/metric</c> is parted at its first slash; any other is a metric of the one entity
/// <c>all</c>. Instead of a series there may be a column of entities, of metrics, or both. Other columns are not read.
/// </remarks>
sealed class LongCsvReader : ISeriesReader
{
    const string OnlyMetric = "value";
    const byte NameSeparator = 0x1f;

    public string Format => "long-csv";

    public string Description => "a table with a row for each sample: series,timestamp,value with a header";

    public bool Recognises(ReadOnlySpan<byte> head, string name)
    {
        var lines = TextFile.FirstLines(head, 1);
        return lines.Count > 0 && TryColumns(lines[0], out _);
    }

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        if (!lines.TryRead(out var line))
        {
            return;
        }

        if (!TryColumns(line, out var columns))
        {
            throw lines.Error($"the header \"{TextFile.FirstLine(line)}\" names no timestamp, value and series (or entity, or metric)");
        }

        var splitter = new FieldSplitter(columns.Delimiter);
        var time = new TimestampField(builder.Options);
        var lookup = new RowLookup(key => Rows(key, columns, builder));
        byte[] key = new byte[256];
        Span<double> value = stackalloc double[1];
        bool isCalendarKnown = false;
        while (lines.TryRead(out line))
        {
            if (!splitter.TrySplit(line))
            {
                builder.Refuse(lines.Error("a quote is not closed"));
                continue;
            }

            if (splitter.Count != columns.Count)
            {
                builder.Refuse(lines.Error(FieldError.WrongCount(splitter.Count, columns.Count)));
                continue;
            }

            var rows = lookup.Find(Key(splitter, line, columns, ref key));
            if (rows is null)
            {
                builder.Add(null, 0, value);
                continue;
            }

            if (!time.TryParse(splitter.Field(line, columns.Time), out long timeMs))
            {
                builder.Refuse(lines.Error(FieldError.NotATime("of the timestamp", splitter.Field(line, columns.Time))));
                continue;
            }

            if (!NumberField.TryParse(splitter.Field(line, columns.Value), out value[0]))
            {
                builder.Refuse(lines.Error(FieldError.NotANumber("of the value", splitter.Field(line, columns.Value))));
                continue;
            }

            if (!isCalendarKnown)
            {
                builder.SetCalendar(time.HasCalendar, name);
                isCalendarKnown = true;
            }

            builder.Add(rows, timeMs, value);
        }
    }

    static bool TryColumns(ReadOnlySpan<byte> header, out Columns columns)
    {
        byte delimiter = FieldSplitter.FindDelimiter(header);
        var splitter = new FieldSplitter(delimiter);
        columns = default;
        if (!splitter.TrySplit(header))
        {
            return false;
        }

        var names = new string[splitter.Count];
        for (int column = 0; column < names.Length; column++)
        {
            names[column] = splitter.Text(header, column);
        }

        columns = new Columns(
            delimiter,
            names.Length,
            Array.FindIndex(names, ColumnNames.IsTime),
            Array.FindIndex(names, ColumnNames.IsValue),
            Array.FindIndex(names, ColumnNames.IsSeries),
            Array.FindIndex(names, ColumnNames.IsEntity),
            Array.FindIndex(names, ColumnNames.IsMetric));
        return columns.Time >= 0 && columns.Value >= 0 && (columns.Series >= 0 || columns.Entity >= 0 || columns.Metric >= 0);
    }

    // The bytes that tell series apart: one column's, or entity and metric with a separator that no text has.
    static ReadOnlySpan<byte> Key(FieldSplitter splitter, ReadOnlySpan<byte> line, Columns columns, ref byte[] key)
    {
        if (columns.Series >= 0)
        {
            return splitter.Field(line, columns.Series);
        }

        if (columns.Entity < 0 || columns.Metric < 0)
        {
            return splitter.Field(line, Math.Max(columns.Entity, columns.Metric));
        }

        var entity = splitter.Field(line, columns.Entity);
        var metric = splitter.Field(line, columns.Metric);
        int length = entity.Length + 1 + metric.Length;
        if (key.Length < length)
        {
            key = new byte[length];
        }

        entity.CopyTo(key);
        key[entity.Length] = NameSeparator;
        metric.CopyTo(key.AsSpan(entity.Length + 1));
        return key.AsSpan(0, length);
    }

    static RowBuffer? Rows(string key, Columns columns, RecordingBuilder builder)
    {
        (string entity, string metric) = columns switch
        {
            { Series: >= 0 } => SeriesName.Split(key),
            { Entity: < 0 } => SeriesName.Split(key),
            { Metric: < 0 } => (key, OnlyMetric),
            _ => Parts(key),
        };
        return builder.Metrics.Wants(metric) ? builder.Rows(entity, [metric]) : null;
    }

    static (string Entity, string Metric) Parts(string key)
    {
        int separator = key.IndexOf((char)NameSeparator, StringComparison.Ordinal);
        return separator >= 0 ? (key[..separator], key[(separator + 1)..]) : throw new UnreachableException($"BUG: no separator in {key}");
    }

    /// <summary>Which column is what; -1 for none.</summary>
    readonly record struct Columns(byte Delimiter, int Count, int Time, int Value, int Series, int Entity, int Metric);
}
