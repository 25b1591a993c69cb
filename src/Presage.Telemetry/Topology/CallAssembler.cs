namespace Presage.Telemetry.Topology;

/// <summary>Brings the records of each trace's calls together and adds the calls to a graph.</summary>
/// <remarks>
/// Caller and callee each record a call under the same id; what one has lost the other may know. A caller that both have lost
/// is who was called by the call above it, a callee whoever calls below it. A call of which an end stays unknown is left
/// out and counted. The latency is the callee's where it is known.
/// </remarks>
sealed class CallAssembler
{
    const long NsPerMs = 1_000_000;

    readonly ServiceGraphBuilder _graph;
    readonly OpenTraces<CallRecord> _open;
    readonly Dictionary<ulong, int> _firstOfId = [];
    readonly Dictionary<ulong, string> _callers = []; // who calls below a call
    readonly List<Call> _calls = [];

    public CallAssembler(ServiceGraphBuilder graph, TraceOptions options)
    {
        _graph = graph;
        _open = new OpenTraces<CallRecord>(options, (records, _) => Close(records));
    }

    /// <summary>Records that came again.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Calls of which caller or callee stayed unknown.</summary>
    public long Unplaced { get; private set; }

    public void Add(TraceId trace, in CallRecord record) => _open.Add(trace, record, record.TimeMs * NsPerMs);

    /// <summary>Takes every trace that is still open as complete.</summary>
    public void Complete() => _open.CloseAll();

    void Close(List<CallRecord> records)
    {
        _firstOfId.Clear();
        _callers.Clear();
        _calls.Clear();
        foreach (var record in records)
        {
            Join(record);
            if (record.Caller is not null && record.ParentId != 0)
            {
                _callers.TryAdd(record.ParentId, record.Caller);
            }
        }

        foreach (var call in _calls)
        {
            string? caller = call.Caller ?? (_firstOfId.TryGetValue(call.ParentId, out int parent) ? _calls[parent].Callee : null);
            string? callee = call.Callee ?? _callers.GetValueOrDefault(call.Id);
            if (caller is null || callee is null)
            {
                Unplaced++;
                continue;
            }

            int to = _graph.AddNode(callee, call.CalleeKind);
            _graph.AddCall(_graph.AddNode(caller), to, EdgeSources.Spans, call.TimeMs, call.LatencyMs, isError: false);
            _graph.AddRequest(to, call.LatencyMs, isError: false);
        }
    }

    void Join(in CallRecord record)
    {
        if (!_firstOfId.TryAdd(record.Id, _calls.Count))
        {
            var call = _calls[_firstOfId[record.Id]];
            while (true)
            {
                if (call.IsRepeatedBy(record))
                {
                    Duplicates++;
                    return;
                }

                if (call.TryJoin(record))
                {
                    return;
                }

                if (call.Next < 0)
                {
                    break;
                }

                call = _calls[call.Next];
            }

            call.Next = _calls.Count;
        }

        _calls.Add(new Call(record));
    }

    /// <summary>A call as its one or two records tell it.</summary>
    sealed class Call
    {
        CallRecord? _ofCaller;
        CallRecord? _ofCallee;

        public Call(in CallRecord record)
        {
            (Id, ParentId, TimeMs) = (record.Id, record.ParentId, record.TimeMs);
            Take(record, record.IsOfCallee);
        }

        public ulong Id { get; }

        public ulong ParentId { get; }

        public string? Caller { get; private set; }

        public string? Callee { get; private set; }

        public NodeKind CalleeKind { get; private set; }

        public long TimeMs { get; private set; }

        /// <summary>The callee's, or the caller's where the callee recorded none.</summary>
        public double LatencyMs => _ofCallee is { LatencyMs: >= 0 } callee ? callee.LatencyMs : _ofCaller?.LatencyMs ?? double.NaN;

        /// <summary>The next call with the same id; -1 for none.</summary>
        public int Next { get; set; } = -1;

        public bool IsRepeatedBy(in CallRecord record) => record == _ofCaller || record == _ofCallee;

        /// <summary>Takes the other side's record, unless it is of another call.</summary>
        public bool TryJoin(in CallRecord record)
        {
            bool isSame = (Caller ?? record.Caller) == (record.Caller ?? Caller) && (Callee ?? record.Callee) == (record.Callee ?? Callee);
            if (!isSame || (_ofCaller is not null && _ofCallee is not null))
            {
                return false;
            }

            // Below a millisecond the sign that tells the sides apart is lost: then it is the side that is missing.
            bool isOfCallee = record.IsOfCallee || (_ofCaller is not null && record.LatencyMs == 0);
            if (!isOfCallee && _ofCaller is { LatencyMs: 0 })
            {
                (_ofCallee, _ofCaller) = (_ofCaller, null);
            }

            if (isOfCallee ? _ofCallee is not null : _ofCaller is not null)
            {
                return false;
            }

            Take(record, isOfCallee);
            return true;
        }

        void Take(in CallRecord record, bool isOfCallee)
        {
            Caller ??= record.Caller;
            Callee ??= record.Callee;
            CalleeKind = record.CalleeKind != NodeKind.Service ? record.CalleeKind : CalleeKind;
            TimeMs = Math.Min(TimeMs, record.TimeMs);
            _ofCaller = isOfCallee ? _ofCaller : record;
            _ofCallee = isOfCallee ? record : _ofCallee;
        }
    }
}
