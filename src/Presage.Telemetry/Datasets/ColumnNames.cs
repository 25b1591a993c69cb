namespace Presage.Telemetry.Datasets;

/// <summary>The names by which a column is known to hold times, values, series, entities or metrics.</summary>
static class ColumnNames
{
    static readonly HashSet<string> Times =
        ["time", "timestamp", "time_stamp", "date", "datetime", "date_time", "ts", "ds", "unixtime", "unix_time", "epoch"];

    static readonly HashSet<string> Values = ["value", "val", "y"];

    static readonly HashSet<string> Series = ["series", "series_id", "series_name", "unique_id", "item_id"];

    static readonly HashSet<string> Metrics = ["metric", "metric_name", "__name__", "measurement", "variable"];

    static readonly HashSet<string> Entities =
        ["entity", "instance", "host", "hostname", "machine", "machine_id", "node", "pod", "service", "service_name", "container", "target"];

    public static bool IsTime(string name) => Times.Contains(Plain(name));

    public static bool IsValue(string name) => Values.Contains(Plain(name));

    public static bool IsSeries(string name) => Series.Contains(Plain(name));

    public static bool IsMetric(string name) => Metrics.Contains(Plain(name));

    public static bool IsEntity(string name) => Entities.Contains(Plain(name));

    // "Timestamp [ms]" and "TIME (s)" are times too.
    static string Plain(string name)
    {
        int bracket = name.IndexOfAny(['[', '(']);
        return (bracket < 0 ? name : name[..bracket]).Trim().Replace(' ', '_').ToLowerInvariant();
    }
}
