namespace Presage.Telemetry.Datasets;

/// <summary>A table with a row for each time and a column for each metric, such as ETT.</summary>
/// <remarks>
/// Commas, semicolons or tabs; a header or none; a column of times (named so, or holding written times) or none, in
/// which case rows lie <see cref="ReadOptions.RowStep"/> apart. The file's name is the entity, unless every column is
/// named <c>entity/metric</c>.
/// </remarks>
sealed class WideCsvReader : ISeriesReader
{
    const int LinesLookedAt = 5;

    public string Format => "wide-csv";

    public string Description => "a table with a row for each time and a column for each metric";

    public bool Recognises(ReadOnlySpan<byte> head, string name)
    {
        var lines = TextFile.FirstLines(head, LinesLookedAt);
        if (lines.Count == 0 || lines[0][0] is (byte)'{' or (byte)'[' or (byte)'<')
        {
            return false;
        }

        var layout = WideCsvLayout.Of(lines[0]);
        var splitter = new FieldSplitter(layout.Delimiter);
        byte[]? row = layout.HasHeader ? lines.ElementAtOrDefault(1) : lines[0];
        if (row is null)
        {
            return lines[0].AsSpan().Contains(layout.Delimiter) || layout.TimeColumn >= 0;
        }

        // One number is enough: the row that is not a number is reported by its line when it is read.
        if (!splitter.TrySplit(row))
        {
            return false;
        }

        for (int column = 0; column < splitter.Count; column++)
        {
            if (column != layout.TimeColumn && NumberField.TryParse(splitter.Field(row, column), out double value) && !double.IsNaN(value))
            {
                return true;
            }
        }

        return false;
    }

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        if (!lines.TryRead(out var first))
        {
            return;
        }

        var layout = WideCsvLayout.Of(first);
        var table = new WideCsvTable(layout, name, builder);
        var time = new TimestampField(builder.Options);
        var splitter = new FieldSplitter(layout.Delimiter);
        bool isRow = !layout.HasHeader;
        long rowNumber = 0;
        while (isRow || lines.TryRead(out first))
        {
            isRow = false;
            if (!splitter.TrySplit(first))
            {
                builder.Refuse(lines.Error("a quote is not closed"));
                continue;
            }

            if (splitter.Count != layout.Names.Length)
            {
                builder.Refuse(lines.Error(FieldError.WrongCount(splitter.Count, layout.Names.Length)));
                continue;
            }

            long timeMs = rowNumber * (long)builder.Options.RowStep.TotalMilliseconds;
            rowNumber++;
            if (layout.TimeColumn >= 0 && !time.TryParse(splitter.Field(first, layout.TimeColumn), out timeMs))
            {
                builder.Refuse(lines.Error(
                    FieldError.NotATime(layout.Names[layout.TimeColumn], splitter.Field(first, layout.TimeColumn))));
                continue;
            }

            if (rowNumber == 1)
            {
                builder.SetCalendar(layout.TimeColumn >= 0 && time.HasCalendar, name);
            }

            table.Add(splitter, first, timeMs, lines);
        }
    }
}
