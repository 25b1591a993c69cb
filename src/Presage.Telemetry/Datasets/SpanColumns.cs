using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>Which column of a table of spans holds what; -1 for none.</summary>
/// <param name="Count">How many columns there are.</param>
/// <param name="Trace">TraceID.</param>
/// <param name="Id">SpanID.</param>
/// <param name="Parent">ParentID.</param>
/// <param name="Pod">PodName, or ServiceName.</param>
/// <param name="Operation">OperationName.</param>
/// <param name="Start">StartTimeUnixNano.</param>
/// <param name="End">EndTimeUnixNano.</param>
/// <param name="Duration">Duration in microseconds, for tables without an end.</param>
/// <param name="Kind">SpanKind, in words.</param>
/// <param name="Status">StatusCode: error or 2 is a failure, as is an HTTP status from 500.</param>
readonly record struct SpanColumns(
    int Count, int Trace, int Id, int Parent, int Pod, int Operation, int Start, int End, int Duration, int Kind, int Status)
{
    public static bool Recognises(ReadOnlySpan<byte> head) => TextFile.FirstLines(head, 1) is [var line] && TryFind(line, out _);

    public static bool TryFind(ReadOnlySpan<byte> header, out SpanColumns columns)
    {
        var splitter = new FieldSplitter((byte)',');
        columns = default;
        if (!splitter.TrySplit(header))
        {
            return false;
        }

        var names = new string[splitter.Count];
        for (int column = 0; column < names.Length; column++)
        {
            names[column] = splitter.Text(header, column).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        }

        int Column(params string[] known) => Array.FindIndex(names, known.Contains);
        columns = new SpanColumns(
            names.Length,
            Column("traceid"),
            Column("spanid"),
            Column("parentid", "parentspanid"),
            Column("podname", "servicename", "service", "pod"),
            Column("operationname", "spanname", "operation"),
            Column("starttimeunixnano"),
            Column("endtimeunixnano"),
            Column("duration"),
            Column("spankind", "kind"),
            Column("statuscode", "status"));
        return columns is { Trace: >= 0, Id: >= 0, Parent: >= 0, Pod: >= 0, Operation: >= 0, Start: >= 0 } && (columns.End >= 0 || columns.Duration >= 0);
    }

    public static SpanKind KindOf(ReadOnlySpan<byte> field) => field switch
    {
        _ when field.EndsWith("erver"u8) || field.EndsWith("ERVER"u8) => SpanKind.Server,
        _ when field.EndsWith("lient"u8) || field.EndsWith("LIENT"u8) => SpanKind.Client,
        _ when field.EndsWith("roducer"u8) || field.EndsWith("RODUCER"u8) => SpanKind.Producer,
        _ when field.EndsWith("onsumer"u8) || field.EndsWith("ONSUMER"u8) => SpanKind.Consumer,
        _ when field.EndsWith("nternal"u8) || field.EndsWith("NTERNAL"u8) => SpanKind.Internal,
        _ => SpanKind.Unspecified,
    };

    public static bool IsFailure(ReadOnlySpan<byte> field) =>
        field.SequenceEqual("2"u8) || field.EndsWith("rror"u8) || field.EndsWith("RROR"u8) || (field.Length == 3 && field[0] == (byte)'5');
}
