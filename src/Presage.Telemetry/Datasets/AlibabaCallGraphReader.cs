using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>MSCallGraph of Alibaba's microservice traces: who called whom in which trace, recorded by both sides.</summary>
/// <remarks>
/// Columns are found by their names: traceid, timestamp (milliseconds from the start), rpcid, um (the caller), dm (the
/// callee), rpctype, rt. An rt below 0 is the callee's record of its own time. Names that are empty, NAN or (?) are lost and
/// found again in the other record or the calls around it. Source: github.com/alibaba/clusterdata,
/// cluster-trace-microservices-v2021 and -v2022 (Luo et al., SoCC 2021).
/// </remarks>
sealed class AlibabaCallGraphReader : ITopologyReader
{
    public string Format => "alibaba-call-graph";

    public string Description => "MSCallGraph of Alibaba's microservice traces of 2021";

    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        TextFile.FirstLines(head, 1) is [var line] && HeaderColumns.TryRead(line, out var header) && Columns.Of(header) is not null;

    public void Read(Stream stream, string name, TopologyReading reading, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        if (!lines.TryRead(out var line) || !HeaderColumns.TryRead(line, out var header) || Columns.Of(header) is not { } columns)
        {
            throw lines.Error($"the header \"{TextFile.FirstLine(line)}\" names no traceid, timestamp, rpcid, um and dm");
        }

        var splitter = new FieldSplitter((byte)',');
        var names = new ByteNames<string?>(name => IsLost(name) ? null : name);
        while (lines.TryRead(out line))
        {
            if (!splitter.TrySplit(line) || splitter.Count != header.Count)
            {
                reading.Refuse(lines.Error(FieldError.WrongCount(splitter.Count, header.Count)));
            }
            else if (!NumberField.TryParse(splitter.Field(line, columns.Time), out double timeMs) || timeMs is not (>= 0 and < 1e15))
            {
                reading.Refuse(lines.Error(FieldError.NotANumber(header.Name(columns.Time), splitter.Field(line, columns.Time))));
            }
            else if (!TryLatency(splitter, line, columns, out double latencyMs))
            {
                reading.Refuse(lines.Error(FieldError.NotANumber(header.Name(columns.Latency), splitter.Field(line, columns.Latency))));
            }
            else if (splitter.Field(line, columns.Trace).IsEmpty || splitter.Field(line, columns.Call).IsEmpty)
            {
                reading.Refuse(lines.Error("the row has no traceid or no rpcid"));
            }
            else
            {
                reading.Keep();
                var call = splitter.Field(line, columns.Call);
                int above = call.LastIndexOf((byte)'.');
                reading.Calls.Add(TraceId.Of(splitter.Field(line, columns.Trace)), new CallRecord(
                    ByteDigest.Of(call),
                    above > 0 ? ByteDigest.Of(call[..above]) : 0,
                    names.Find(splitter.Field(line, columns.Caller)),
                    names.Find(splitter.Field(line, columns.Callee)),
                    columns.Kind >= 0 ? KindOf(splitter.Field(line, columns.Kind)) : NodeKind.Service,
                    (long)timeMs,
                    Math.Abs(latencyMs),
                    IsOfCallee: latencyMs < 0));
            }
        }
    }

    static bool TryLatency(FieldSplitter splitter, ReadOnlySpan<byte> line, in Columns columns, out double latencyMs)
    {
        latencyMs = double.NaN;
        return columns.Latency < 0 || NumberField.TryParse(splitter.Field(line, columns.Latency), out latencyMs);
    }

    static bool IsLost(string name) => name is "" or "(?)" or "?" || name.ToUpperInvariant() is "NAN" or "UNKNOWN" or "UNAVAILABLE";

    // Databases and caches run elsewhere and send no records.
    static NodeKind KindOf(ReadOnlySpan<byte> type) =>
        type.Length == 2 && (type.SequenceEqual("db"u8) || type.SequenceEqual("DB"u8) || type.SequenceEqual("mc"u8) || type.SequenceEqual("MC"u8))
            ? NodeKind.Database
            : NodeKind.Service;

    /// <summary>Which column is what; -1 for none.</summary>
    readonly record struct Columns(int Trace, int Time, int Call, int Caller, int Callee, int Kind, int Latency)
    {
        public static Columns? Of(HeaderColumns header)
        {
            var columns = new Columns(
                header.Find("traceid"), header.Find("timestamp"), header.Find("rpcid"), header.Find("um"), header.Find("dm"), header.Find("rpctype"), header.Find("rt"));
            return columns is { Trace: >= 0, Time: >= 0, Call: >= 0, Caller: >= 0, Callee: >= 0 } ? columns : null;
        }
    }
}
