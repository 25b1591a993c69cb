using Presage.Telemetry.Incidents;

namespace Presage.Telemetry.Datasets;

/// <summary><c>changes.csv</c> of <c>presage simulate</c>: <c>timestamp,change,service,pod,operation,from,to</c>.</summary>
static class ChangeTable
{
    public static bool Recognises(ReadOnlySpan<byte> head) =>
        TextFile.FirstLines(head, 1) is [var line] && HeaderColumns.TryRead(line, out var header)
        && header.Find("timestamp") >= 0 && header.Find("change") >= 0 && header.Find("service") >= 0;

    public static IReadOnlyList<SystemChange> Read(Stream stream, string file, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, file, cancellation);
        if (!lines.TryRead(out var line) || !HeaderColumns.TryRead(line, out var header))
        {
            throw lines.Error($"the header \"{TextFile.FirstLine(line)}\" names no time, change and service");
        }

        var splitter = new FieldSplitter((byte)',');
        var changes = new List<SystemChange>();
        while (lines.TryRead(out line))
        {
            if (!splitter.TrySplit(line) || splitter.Count != header.Count)
            {
                throw lines.Error(FieldError.WrongCount(splitter.Count, header.Count));
            }

            var time = splitter.Field(line, header.Find("timestamp"));
            if (!TimestampText.TryParse(time, TimeZoneInfo.Utc, out long timeMs))
            {
                throw lines.Error(FieldError.NotATime("timestamp", time));
            }

            changes.Add(new SystemChange(timeMs, splitter.Text(line, header.Find("change")), splitter.Text(line, header.Find("service")))
            {
                Pod = TextOf(splitter, line, header.Find("pod")),
                Operation = TextOf(splitter, line, header.Find("operation")),
                From = TextOf(splitter, line, header.Find("from")),
                To = TextOf(splitter, line, header.Find("to")),
            });
        }

        return changes;
    }

    static string? TextOf(FieldSplitter splitter, ReadOnlySpan<byte> line, int column) =>
        column >= 0 && splitter.Field(line, column).Length > 0 ? splitter.Text(line, column) : null;
}
