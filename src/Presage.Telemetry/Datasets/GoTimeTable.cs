namespace Presage.Telemetry.Datasets;

/// <summary>A table with Go's times in its first column, one small file: each column of a row is a sample of some entity.</summary>
static class GoTimeTable
{
    /// <summary>Adds every sample of a file.</summary>
    /// <param name="stream">Decompressed.</param>
    /// <param name="name">For errors.</param>
    /// <param name="builder">Takes the samples.</param>
    /// <param name="firstMetric">The first column of values.</param>
    /// <param name="place">From the text of the column before the values, and a column's name, to entity and metric.</param>
    /// <param name="cancellation">Looked at while reading.</param>
    public static void Read(
        Stream stream,
        string name,
        RecordingBuilder builder,
        int firstMetric,
        Func<string, string, (string Entity, string Metric)> place,
        CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        var splitter = new FieldSplitter((byte)',');
        lines.TryRead(out var line);
        splitter.TrySplit(line);
        var header = new string[splitter.Count];
        for (int column = 0; column < header.Length; column++)
        {
            header[column] = splitter.Text(line, column);
        }

        var rows = new Dictionary<(string Row, int Column), RowBuffer?>();
        Span<double> value = stackalloc double[1];
        builder.SetCalendar(hasCalendar: true, name);
        while (lines.TryRead(out line))
        {
            if (!splitter.TrySplit(line) || splitter.Count != header.Length)
            {
                builder.Refuse(lines.Error(FieldError.WrongCount(splitter.Count, header.Length)));
                continue;
            }

            if (!GoTime.TryParse(splitter.Field(line, 0), builder.Options.TimeZone, out long timeMs))
            {
                builder.Refuse(lines.Error(FieldError.NotATime(header[0], splitter.Field(line, 0))));
                continue;
            }

            string rowName = splitter.Text(line, firstMetric - 1);
            for (int column = firstMetric; column < header.Length; column++)
            {
                if (!NumberField.TryParse(splitter.Field(line, column), out value[0]))
                {
                    builder.Refuse(lines.Error(FieldError.NotANumber(header[column], splitter.Field(line, column))));
                    break;
                }

                // A time is no name: without a column of names the first row's stands for all.
                var key = (firstMetric > 2 ? rowName : "", column);
                if (!rows.TryGetValue(key, out var buffer))
                {
                    (string entity, string metric) = place(rowName, header[column]);
                    buffer = builder.Metrics.Wants(metric) ? builder.Rows(entity, [metric]) : null;
                    rows.Add(key, buffer);
                }

                builder.Add(buffer, timeMs, value);
            }
        }
    }
}
