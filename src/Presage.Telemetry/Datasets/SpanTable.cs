using System.Buffers.Text;
using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>Reads tables of spans in Nezha's columns, byte by byte: the only strings are names that were not met before.</summary>
sealed class SpanTable
{
    readonly SpanReadOptions _options;
    readonly ISpanSink _sink;
    readonly ByteNames<(string Pod, string Service)> _pods = new(pod => (pod, PodName.ServiceOf(pod)));
    readonly ByteNames<string> _operations = new(operation => operation);
    readonly FieldSplitter _splitter = new((byte)',');
    readonly long _fromNs;
    readonly long _toNs;

    public SpanTable(SpanReadOptions options, ISpanSink sink)
    {
        _options = options;
        _sink = sink;
        _fromNs = options.FromMs is { } from ? from * 1_000_000 : long.MinValue;
        _toNs = options.ToMs is { } to ? to * 1_000_000 : long.MaxValue;
    }

    public long Spans { get; private set; }

    public long Skipped { get; private set; }

    public long Unselected { get; private set; }

    public void Read(Stream stream, string name, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        if (!lines.TryRead(out var line) || !SpanColumns.TryFind(line, out var columns))
        {
            throw lines.Error($"the header \"{TextFile.FirstLine(line)}\" names no trace, span, parent, pod, operation and start");
        }

        while (lines.TryRead(out line))
        {
            string? fault = AddRow(line, columns);
            if (fault is null)
            {
                continue;
            }

            if (!_options.SkipBadRows)
            {
                throw lines.Error(fault);
            }

            Skipped++;
        }
    }

    string? AddRow(ReadOnlySpan<byte> line, in SpanColumns columns)
    {
        if (!_splitter.TrySplit(line))
        {
            return "a quote is not closed";
        }

        if (_splitter.Count != columns.Count)
        {
            return FieldError.WrongCount(_splitter.Count, columns.Count);
        }

        if (!TryWhole(line, columns.Start, out long startNs))
        {
            return FieldError.NotANumber("StartTimeUnixNano", _splitter.Field(line, columns.Start));
        }

        int endColumn = columns.End >= 0 ? columns.End : columns.Duration;
        if (!TryWhole(line, endColumn, out long endNs))
        {
            return FieldError.NotANumber(columns.End >= 0 ? "EndTimeUnixNano" : "Duration", _splitter.Field(line, endColumn));
        }

        endNs = columns.End >= 0 ? endNs : startNs + (endNs * 1000);
        if (endNs < startNs)
        {
            return $"the span ends at {endNs} ns, before its start at {startNs} ns";
        }

        ulong id = TraceId.SpanIdOf(_splitter.Field(line, columns.Id));
        if (id == 0)
        {
            return "the span has no id";
        }

        var pod = _splitter.Field(line, columns.Pod);
        if (pod.IsEmpty)
        {
            return "the span has no pod";
        }

        if (startNs < _fromNs || startNs >= _toNs)
        {
            Unselected++;
            return null;
        }

        (string host, string service) = _pods.Find(pod);
        Spans++;
        _sink.Add(new Span
        {
            Trace = TraceId.Of(_splitter.Field(line, columns.Trace)),
            Id = id,
            ParentId = TraceId.SpanIdOf(_splitter.Field(line, columns.Parent)),
            Service = service,
            Host = host,
            Operation = _operations.Find(_splitter.Field(line, columns.Operation)),
            Kind = columns.Kind >= 0 ? SpanColumns.KindOf(_splitter.Field(line, columns.Kind)) : SpanKind.Unspecified,
            StartNs = startNs,
            EndNs = endNs,
            IsError = columns.Status >= 0 && SpanColumns.IsFailure(_splitter.Field(line, columns.Status)),
        });
        return null;
    }

    bool TryWhole(ReadOnlySpan<byte> line, int column, out long value)
    {
        var field = _splitter.Field(line, column);
        return Utf8Parser.TryParse(field, out value, out int used) && used == field.Length && field.Length > 0;
    }
}
