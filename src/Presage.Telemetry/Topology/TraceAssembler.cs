namespace Presage.Telemetry.Topology;

/// <summary>Brings the spans of each trace together, as trees on one clock; counts what does not fit.</summary>
public sealed class TraceAssembler : ISpanSink
{
    readonly OpenTraces<Span> _open;
    readonly TraceTree _tree = new();
    readonly Action<TraceTree> _onTrace;
    long _spans;
    long _traces;
    long _duplicates;
    long _orphans;
    long _late;
    long _shifted;
    long _largestShiftNs;

    /// <summary>Starts without spans.</summary>
    /// <param name="onTrace">Gets each trace when no more of its spans are expected; the tree is only valid until it returns.</param>
    /// <param name="options">How long a trace is waited for.</param>
    public TraceAssembler(Action<TraceTree> onTrace, TraceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(onTrace);
        _onTrace = onTrace;
        _open = new OpenTraces<Span>(options ?? new TraceOptions(), Close);
    }

    /// <summary>What was met so far; orphans are known when their trace is complete.</summary>
    public SpanReport Report => new(
        _spans, _traces, _duplicates, _orphans, _late, _shifted, TimeSpan.FromTicks(_largestShiftNs / TimeSpan.NanosecondsPerTick));

    /// <inheritdoc/>
    public void Add(in Span span)
    {
        _spans++;
        _open.Add(span.Trace, span, span.EndNs);
    }

    /// <summary>Takes every trace that is still open as complete.</summary>
    public void Complete() => _open.CloseAll();

    void Close(List<Span> spans, bool isMore)
    {
        _tree.Load(spans);
        _traces++;
        _duplicates += _tree.Duplicates;
        _orphans += isMore ? 0 : _tree.Orphans;
        _late += isMore ? _tree.Orphans : 0;
        _shifted += _tree.Shifted;
        _largestShiftNs = Math.Max(_largestShiftNs, _tree.LargestShiftNs);
        _onTrace(_tree);
    }
}
