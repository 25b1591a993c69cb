using System.Text;
using Presage.Telemetry.Series;

namespace Presage.Telemetry.Datasets;

/// <summary>Collects what the readers of one path keep, over all its files.</summary>
sealed class RecordingBuilder
{
    readonly Dictionary<(string Entity, string Group), RowBuffer> _buffers = [];
    readonly HashSet<(string Entity, string Metric)> _series = [];
    readonly Dictionary<(string Entity, string Group), ReplicaRows> _replicas = [];
    readonly List<RowBuffer> _order = [];
    readonly List<Func<IEnumerable<RawSeries>>> _builds = [];
    readonly List<string> _files = [];
    readonly Dictionary<string, IReadOnlyDictionary<string, string>> _labels = new(StringComparer.Ordinal);
    bool? _hasCalendar;
    string _calendarFile = "";
    string? _format;
    string _formatFile = "";
    long _skipped;
    long _unselected;
    long _missing;
    long _invalid;

    public RecordingBuilder(string source, ReadOptions options)
    {
        Source = source;
        Options = options;
        Entities = new NameFilter(options.Entities);
        Metrics = new NameFilter(options.Metrics);
    }

    public string Source { get; }

    public ReadOptions Options { get; }

    public NameFilter Entities { get; }

    public NameFilter Metrics { get; }

    /// <summary>Whether a file with samples was begun.</summary>
    public bool HasFormat => _format is not null;

    public List<string> IgnoredFiles { get; } = [];

    /// <summary>Notes the file that is read next; all files with samples must have one format.</summary>
    /// <exception cref="DataFormatException">An earlier file has another format.</exception>
    public void Begin(ISeriesReader reader, string file)
    {
        _files.Add(file);
        if (reader.IsMetadata)
        {
            return;
        }

        if (_format is not null && _format != reader.Format)
        {
            throw new DataFormatException(Source, 0,
                $"{_formatFile} has the format {_format} and {file} has {reader.Format}; ask for one of them by name.");
        }

        (_format, _formatFile) = (reader.Format, file);
    }

    /// <summary>The rows of an entity whose metrics arrive together, or null when the entity is not asked for.</summary>
    /// <exception cref="DataFormatException">One of the metrics came before, together with others.</exception>
    public RowBuffer? Rows(string entity, string[] metrics)
    {
        if (!Entities.Wants(entity))
        {
            return null;
        }

        var key = (entity, string.Join('\n', metrics));
        if (!_buffers.TryGetValue(key, out var buffer))
        {
            Claim(entity, metrics);
            buffer = new RowBuffer(entity, metrics);
            _buffers.Add(key, buffer);
            _order.Add(buffer);
            _builds.Add(buffer.Build);
        }

        return buffer;
    }

    /// <summary>The rows of one instance of a service, or null when the service is not asked for.</summary>
    /// <param name="entity">The service.</param>
    /// <param name="instance">The pod or container.</param>
    /// <param name="metrics">What arrives together.</param>
    /// <param name="isAmount">Whether a metric is added up over instances at the same time and not averaged.</param>
    /// <exception cref="DataFormatException">One of the metrics came before, together with others.</exception>
    public RowBuffer? InstanceRows(string entity, string instance, string[] metrics, Func<string, bool> isAmount)
    {
        if (!Entities.Wants(entity))
        {
            return null;
        }

        var key = (entity, string.Join('\n', metrics));
        if (!_replicas.TryGetValue(key, out var replicas))
        {
            Claim(entity, metrics);
            replicas = new ReplicaRows(entity, metrics, Array.ConvertAll(metrics, metric => isAmount(metric)));
            _replicas.Add(key, replicas);
            _builds.Add(replicas.Build);
        }

        int before = replicas.Instances.Count;
        var rows = replicas.Of(instance);
        if (replicas.Instances.Count > before)
        {
            _order.Add(rows);
        }

        return rows;
    }

    /// <summary>Keeps a row if its time is asked for; counts its missing values.</summary>
    /// <param name="rows">From <see cref="Rows"/>; null counts the row as not asked for.</param>
    /// <param name="timeMs">The row's time.</param>
    /// <param name="values">[metric], NaN where missing.</param>
    /// <param name="invalid">How many of the missing values were invalid ones.</param>
    public void Add(RowBuffer? rows, long timeMs, ReadOnlySpan<double> values, int invalid = 0)
    {
        if (rows is null || timeMs < Options.FromMs || timeMs >= Options.ToMs)
        {
            _unselected++;
            return;
        }

        rows.Add(timeMs, values);
        int missing = 0;
        foreach (double value in values)
        {
            missing += double.IsNaN(value) ? 1 : 0;
        }

        _missing += missing - invalid;
        _invalid += invalid;
    }

    /// <summary>Leaves a malformed row out, if the caller allowed it.</summary>
    /// <exception cref="DataFormatException">It did not.</exception>
    public void Refuse(DataFormatException error)
    {
        if (!Options.SkipBadRows)
        {
            throw error;
        }

        _skipped++;
    }

    public void AddLabels(string entity, IReadOnlyDictionary<string, string> labels) => _labels[entity] = labels;

    /// <summary>Adds a value to a label that may have several, such as the pods of a service.</summary>
    public void AddLabelValue(string entity, string label, string value)
    {
        var labels = _labels.TryGetValue(entity, out var known) ? new Dictionary<string, string>(known, StringComparer.Ordinal) : new(StringComparer.Ordinal);
        bool isNew = !labels.TryGetValue(label, out string? before) || !before.Split(", ").Contains(value);
        labels[label] = isNew && before is not null ? $"{before}, {value}" : before ?? value;
        _labels[entity] = labels;
    }

    /// <summary>Notes whether a file's times are Unix times; all files of a path must agree.</summary>
    public void SetCalendar(bool hasCalendar, string file)
    {
        if (_hasCalendar is { } before && before != hasCalendar)
        {
            throw new DataFormatException(file, 0,
                $"times {Name(hasCalendar)}, but those of {_calendarFile} {Name(before)}; they cannot share one time axis.");
        }

        (_hasCalendar, _calendarFile) = (hasCalendar, file);
    }

    public Recording Build()
    {
        var series = new List<RawSeries>();
        long rows = 0;
        long outOfOrder = 0;
        long duplicates = 0;
        foreach (var build in _builds)
        {
            series.AddRange(build());
        }

        foreach (var buffer in _order)
        {
            rows += buffer.Count;
            outOfOrder += buffer.OutOfOrder;
            duplicates += buffer.Duplicates;
        }

        if (rows == 0)
        {
            throw new DataFormatException(Source, 0, ExplainEmptiness());
        }

        var report = new ReadingReport(rows, _skipped, _unselected, outOfOrder, duplicates, _missing, _invalid)
        {
            Files = _files,
            IgnoredFiles = IgnoredFiles,
        };
        var kept = series.Select(one => one.Entity).ToHashSet(StringComparer.Ordinal);
        return new Recording(Source, _format!, _hasCalendar ?? true, series, report)
        {
            Labels = _labels.Where(pair => kept.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal),
        };
    }

    void Claim(string entity, string[] metrics)
    {
        if (metrics.FirstOrDefault(metric => !_series.Add((entity, metric))) is { } twice)
        {
            throw new DataFormatException(Source, 0, $"{entity} has the metric {twice} in two tables with different columns.");
        }
    }

    static string Name(bool hasCalendar) => hasCalendar ? "are calendar times" : "count from the start of a trace";

    string ExplainEmptiness()
    {
        if (_format is null)
        {
            return _files.Count > 0
                ? $"{string.Join(", ", _files)} only describes entities; there is no file with samples."
                : $"no file with data{(IgnoredFiles.Count > 0 ? $"; left out {string.Join(", ", IgnoredFiles.Take(5))}" : "")}.";
        }

        if (_unselected == 0)
        {
            return _skipped > 0 ? $"no row can be read; {_skipped} are malformed." : "no row of data.";
        }

        var explanation = new StringBuilder($"none of {_unselected} rows is asked for");
        if (_order.Count == 0 && Entities.IsAsked)
        {
            explanation.Append(": the entities ").Append(Entities.Explain());
        }
        else
        {
            explanation.Append($": from {Options.FromMs?.ToString() ?? "the start"} to {Options.ToMs?.ToString() ?? "the end"} ms");
        }

        return explanation.Append('.').ToString();
    }
}
