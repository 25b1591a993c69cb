namespace Presage.Telemetry.Datasets;

/// <summary>Where the columns of one wide table go.</summary>
sealed class WideCsvTable
{
    readonly RecordingBuilder _builder;
    readonly string[] _names;
    readonly List<(RowBuffer? Rows, int[] Columns, double[] Values)> _entities = [];

    /// <param name="layout">The columns.</param>
    /// <param name="file">The file's name; without its endings it is the entity, unless the columns name theirs.</param>
    /// <param name="builder">Takes the rows and knows which are asked for.</param>
    /// <exception cref="DataFormatException">A column comes twice, or none is left.</exception>
    public WideCsvTable(WideCsvLayout layout, string file, RecordingBuilder builder)
    {
        _builder = builder;
        _names = layout.Names;
        var columns = Enumerable.Range(0, _names.Length).Where(column => column != layout.TimeColumn).ToArray();
        if (_names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DataFormatException(file, 1, $"the column {twice.Key} comes {twice.Count()} times.");
        }

        bool areSplit = columns.All(column => SeriesName.HasEntity(_names[column]));
        string entity = SeriesName.OfFile(file);
        var kept = columns
            .Select(column => (Column: column, Name: areSplit ? SeriesName.Split(_names[column]) : (Entity: entity, Metric: _names[column])))
            .Where(one => builder.Metrics.Wants(one.Name.Metric))
            .ToList();
        if (kept.Count == 0)
        {
            throw new DataFormatException(file, 1,
                columns.Length == 0 ? "there is no column of values." : $"metrics {builder.Metrics.Explain()}.");
        }

        foreach (var group in kept.GroupBy(one => one.Name.Entity, StringComparer.Ordinal))
        {
            var rows = builder.Rows(group.Key, group.Select(one => one.Name.Metric).ToArray());
            _entities.Add((rows, group.Select(one => one.Column).ToArray(), new double[group.Count()]));
        }
    }

    /// <summary>Adds all rows that are left of a table without times.</summary>
    /// <param name="lines">At the first row of values.</param>
    /// <param name="splitter">For the table's delimiter.</param>
    /// <param name="startMs">The time of the first row.</param>
    /// <param name="stepMs">The distance of two rows; a malformed one that may be skipped takes its place too.</param>
    public void AddUntimedRows(LineReader lines, FieldSplitter splitter, long startMs, long stepMs)
    {
        for (long row = 0; lines.TryRead(out var line); row++)
        {
            if (splitter.TrySplit(line) && splitter.Count == _names.Length)
            {
                Add(splitter, line, startMs + (row * stepMs), lines);
            }
            else
            {
                _builder.Refuse(lines.Error(FieldError.WrongCount(splitter.Count, _names.Length)));
            }
        }
    }

    /// <summary>Adds a row to each entity it has columns of.</summary>
    public void Add(FieldSplitter splitter, ReadOnlySpan<byte> line, long timeMs, LineReader lines)
    {
        foreach (var (rows, columns, values) in _entities)
        {
            for (int i = 0; rows is not null && i < columns.Length; i++)
            {
                var field = splitter.Field(line, columns[i]);
                if (!NumberField.TryParse(field, out values[i]))
                {
                    _builder.Refuse(lines.Error(FieldError.NotANumber(_names[columns[i]], field)));
                    return;
                }
            }
        }

        foreach (var (rows, _, values) in _entities)
        {
            _builder.Add(rows, timeMs, values);
        }
    }
}
