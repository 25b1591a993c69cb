using System.Buffers.Text;
using Presage.Telemetry.Logs;
using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>Reads tables of logs in Nezha's columns, row by row: of every record only its message becomes a new string.</summary>
sealed class LogTable
{
    const int RefusalsKept = 10;
    const long NsPerMs = 1_000_000;

    readonly LogReadOptions _options;
    readonly ILogSink _sink;
    readonly ByteNames<(string Pod, string Service)> _pods = new(pod => (pod, PodName.ServiceOf(pod)));
    readonly ByteNames<string> _hosts = new(host => host);
    readonly FieldSplitter _splitter = new((byte)',');
    readonly EarlierRows _earlier = new();
    readonly LogMessage _message = new();
    readonly List<string> _refusals = [];
    readonly long _fromNs;
    readonly long _toNs;
    long _records;
    long _skipped;
    long _unselected;
    long _outOfOrder;
    long _duplicates;
    long _writtenTimes;

    public LogTable(LogReadOptions options, ILogSink sink)
    {
        _options = options;
        _sink = sink;
        _fromNs = options.FromMs is { } from ? from * NsPerMs : long.MinValue;
        _toNs = options.ToMs is { } to ? to * NsPerMs : long.MaxValue;
    }

    /// <summary>What was met in all files so far.</summary>
    public LogReadingReport Report(IReadOnlyList<string> files) =>
        new(_records, _skipped, _unselected, _outOfOrder, _duplicates, files) { WrittenTimes = _writtenTimes, Refusals = [.. _refusals] };

    public void Read(Stream stream, string name, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        if (!lines.TryRead(out var line) || !LogColumns.TryFind(line, out var columns))
        {
            throw lines.Error($"the header \"{TextFile.FirstLine(line)}\" names no time, pod and log");
        }

        _earlier.BeginFile();
        long newestNs = long.MinValue;
        while (lines.TryRead(out line))
        {
            string? fault = AddRow(line, columns, ref newestNs);
            if (fault is null)
            {
                continue;
            }

            var error = lines.Error(fault);
            if (!_options.SkipBadRows)
            {
                throw error;
            }

            _skipped++;
            if (_refusals.Count < RefusalsKept)
            {
                _refusals.Add(error.Message);
            }
        }
    }

    string? AddRow(ReadOnlySpan<byte> line, in LogColumns columns, ref long beforeNs)
    {
        if (!_splitter.TrySplit(line))
        {
            return $"a quote is not closed, or something follows it: {TextFile.FirstLine(line)}";
        }

        if (_splitter.Count != columns.Count)
        {
            return FieldError.WrongCount(_splitter.Count, columns.Count);
        }

        if (TimeOf(line, columns, out long timeNs) is { } fault)
        {
            return fault;
        }

        var pod = _splitter.Field(line, columns.Pod);
        if (pod.IsEmpty)
        {
            return "the record has no pod";
        }

        int? template = null;
        if (columns.Template >= 0 && _splitter.Field(line, columns.Template) is { IsEmpty: false } number)
        {
            if (!Utf8Parser.TryParse(number, out int parsed, out int used) || used != number.Length)
            {
                return FieldError.NotANumber("TemplateID", number);
            }

            template = parsed;
        }

        if (timeNs < _fromNs || timeNs >= _toNs)
        {
            _unselected++;
            return null;
        }

        if (_earlier.Has(line))
        {
            _duplicates++;
            return null;
        }

        _outOfOrder += timeNs < beforeNs ? 1 : 0;
        beforeNs = timeNs;
        (string name, string service) = _pods.Find(pod);
        var severity = columns.Severity >= 0 ? LogMessage.SeverityOf(_splitter.Field(line, columns.Severity)) : LogSeverity.Unspecified;
        string message = _message.Read(_splitter.Field(line, columns.Message), ref severity);
        _records++;
        _sink.Add(new LogRecord
        {
            TimeNs = timeNs,
            Service = service,
            Pod = name,
            Host = columns.Host >= 0 ? _hosts.Find(_splitter.Field(line, columns.Host)) : "",
            Trace = columns.Trace >= 0 ? TraceOf(_splitter.Field(line, columns.Trace)) : default,
            SpanId = columns.SpanId >= 0 ? TraceId.SpanIdOf(_splitter.Field(line, columns.SpanId)) : 0,
            Severity = severity,
            Template = template,
            Message = message,
        });
        return null;
    }

    // A program that writes times its collector cannot read has the zero time of Go in nanoseconds, which no clock shows.
    string? TimeOf(ReadOnlySpan<byte> line, in LogColumns columns, out long timeNs)
    {
        var time = _splitter.Field(line, columns.Time);
        if (!Utf8Parser.TryParse(time, out timeNs, out int used) || used != time.Length)
        {
            return FieldError.NotANumber("TimeUnixNano", time);
        }

        if (timeNs >= 0)
        {
            return null;
        }

        if (columns.WrittenTime < 0 || !TimestampText.TryParse(_splitter.Field(line, columns.WrittenTime), TimeZoneInfo.Utc, out long timeMs))
        {
            return $"TimeUnixNano is {timeNs}, before 1970, and there is no Timestamp to take its place";
        }

        timeNs = timeMs * NsPerMs;
        _writtenTimes++;
        return null;
    }

    // Unlike a span, a record may belong to no trace, and all that do not must look alike.
    static TraceId TraceOf(ReadOnlySpan<byte> field) => TraceId.SpanIdOf(field) == 0 ? default : TraceId.Of(field);
}
