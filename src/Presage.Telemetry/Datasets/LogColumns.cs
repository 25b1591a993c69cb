namespace Presage.Telemetry.Datasets;

/// <summary>Which column of a table of logs holds what; -1 for none.</summary>
/// <param name="Count">How many columns there are.</param>
/// <param name="Time">TimeUnixNano.</param>
/// <param name="WrittenTime">Timestamp, for records whose TimeUnixNano was never set.</param>
/// <param name="Host">Node.</param>
/// <param name="Pod">PodName, or ServiceName.</param>
/// <param name="Trace">TraceID.</param>
/// <param name="SpanId">SpanID.</param>
/// <param name="Message">Log, or Message.</param>
/// <param name="Severity">Severity, in words; found in the message where there is no column.</param>
/// <param name="Template">TemplateID.</param>
readonly record struct LogColumns(
    int Count, int Time, int WrittenTime, int Host, int Pod, int Trace, int SpanId, int Message, int Severity, int Template)
{
    public static bool Recognises(ReadOnlySpan<byte> head) => TextFile.FirstLines(head, 1) is [var line] && TryFind(line, out _);

    public static bool TryFind(ReadOnlySpan<byte> line, out LogColumns columns)
    {
        columns = default;
        if (!HeaderColumns.TryRead(line, out var header))
        {
            return false;
        }

        columns = new LogColumns(
            header.Count,
            header.Find("timeunixnano"),
            header.Find("timestamp"),
            header.Find("node", "host"),
            header.Find("podname", "servicename", "service", "pod"),
            header.Find("traceid"),
            header.Find("spanid"),
            header.Find("log", "message", "body"),
            header.Find("severity", "severitytext", "level"),
            header.Find("templateid"));
        return columns is { Time: >= 0, Pod: >= 0, Message: >= 0 };
    }
}
