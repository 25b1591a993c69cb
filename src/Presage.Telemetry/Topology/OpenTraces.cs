namespace Presage.Telemetry.Topology;

/// <summary>Collects the rows of each trace until no more of them are expected; memory is bounded.</summary>
/// <remarks>
/// Time here is how far the rows have advanced, not the time of day: a jump back, as between two files, does not count,
/// and a single row from long ago does not stop the others.
/// </remarks>
/// <typeparam name="TRow">A span or a call.</typeparam>
sealed class OpenTraces<TRow>
{
    const int RowsOfAJumpBack = 64;
    const int ClosedRemembered = 1 << 16;

    readonly TraceOptions _options;
    readonly long _latenessNs;
    readonly Action<List<TRow>, bool> _close;
    readonly Dictionary<TraceId, OpenTrace> _traces = [];
    readonly HashSet<TraceId> _closed = [];
    readonly Queue<TraceId> _closedInOrder = new();
    readonly Stack<OpenTrace> _spare = new();
    readonly OpenTrace _ends = new(); // before the trace touched longest ago, after the one touched last
    OpenTrace? _last;
    long _progressNs;
    long _newestNs = long.MinValue;
    int _behind;
    int _rows;

    /// <param name="options">How long to wait.</param>
    /// <param name="close">Gets the rows of a trace, and whether rows of the same trace were handed out before.</param>
    public OpenTraces(TraceOptions options, Action<List<TRow>, bool> close)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumOpenSpans, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Lateness, TimeSpan.Zero, nameof(options));
        _options = options;
        _latenessNs = options.Lateness.Ticks * TimeSpan.NanosecondsPerTick;
        _close = close;
        (_ends.Before, _ends.After) = (_ends, _ends);
    }

    /// <summary>Adds a row.</summary>
    /// <param name="id">Its trace.</param>
    /// <param name="row">Copied.</param>
    /// <param name="timeNs">When it ended.</param>
    public void Add(TraceId id, in TRow row, long timeNs)
    {
        Advance(timeNs);
        var trace = _last is not null && _last.Id == id ? _last : Touch(id);
        trace.TouchedNs = _progressNs;
        trace.Rows.Add(row);
        _rows++;
        if (_rows > _options.MaximumOpenSpans)
        {
            Close(_ends.After!);
        }
    }

    /// <summary>Hands out every trace that is left.</summary>
    public void CloseAll()
    {
        while (_ends.After != _ends)
        {
            Close(_ends.After!);
        }
    }

    void Advance(long timeNs)
    {
        if (timeNs > _newestNs)
        {
            _progressNs += _newestNs == long.MinValue ? 0 : timeNs - _newestNs;
            _newestNs = timeNs;
            _behind = 0;
        }
        else if (timeNs >= _newestNs - _latenessNs)
        {
            _behind = 0;
        }
        else if (++_behind == RowsOfAJumpBack)
        {
            _newestNs = timeNs;
            _behind = 0;
        }
    }

    OpenTrace Touch(TraceId id)
    {
        while (_ends.After != _ends && _progressNs - _ends.After!.TouchedNs > _latenessNs)
        {
            Close(_ends.After);
        }

        if (_traces.TryGetValue(id, out var trace))
        {
            trace.Unlink();
        }
        else
        {
            trace = _spare.TryPop(out var spare) ? spare : new OpenTrace();
            trace.Id = id;
            _traces.Add(id, trace);
        }

        trace.LinkBefore(_ends);
        _last = trace;
        return trace;
    }

    void Close(OpenTrace trace)
    {
        trace.Unlink();
        _traces.Remove(trace.Id);
        _last = _last == trace ? null : _last;
        _rows -= trace.Rows.Count;
        bool isMore = !_closed.Add(trace.Id);
        if (!isMore)
        {
            _closedInOrder.Enqueue(trace.Id);
            if (_closedInOrder.Count > ClosedRemembered)
            {
                _closed.Remove(_closedInOrder.Dequeue());
            }
        }

        _close(trace.Rows, isMore);
        trace.Rows.Clear();
        _spare.Push(trace);
    }

    /// <summary>A trace in the list of traces by their last row.</summary>
    sealed class OpenTrace
    {
        public TraceId Id { get; set; }

        public List<TRow> Rows { get; } = [];

        public long TouchedNs { get; set; }

        public OpenTrace? Before { get; set; }

        public OpenTrace? After { get; set; }

        public void LinkBefore(OpenTrace next)
        {
            (Before, After) = (next.Before, next);
            Before!.After = this;
            next.Before = this;
        }

        public void Unlink()
        {
            Before!.After = After;
            After!.Before = Before;
        }
    }
}
