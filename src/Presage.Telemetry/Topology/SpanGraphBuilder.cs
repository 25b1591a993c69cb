using System.Runtime.InteropServices;

namespace Presage.Telemetry.Topology;

/// <summary>Derives the service graph from spans.</summary>
/// <remarks>
/// A span whose parent belongs to another service, or to another host of the same one, is a call from the parent's service to
/// its own; its duration is the call's latency, its corrected start the call's time, and the call failed when either side
/// did. A client or producer span without such a child calls the peer it names. A message goes to the queue that its
/// producer or consumer names, or from producer to consumer, by parent or by link. A client's span, and one that only waits
/// for other services, is no work of its service.
/// </remarks>
public sealed class SpanGraphBuilder : ISpanSink
{
    const int ProducersRemembered = 1 << 16;
    const double NsPerMs = 1e6;

    readonly SpanGraphOptions _options;
    readonly TraceAssembler _assembler;
    readonly ServiceGraphBuilder _graph;
    readonly LeafOperations _leaves;
    readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    readonly Dictionary<SpanLink, int> _producers = [];
    readonly Queue<SpanLink> _producersInOrder = new();
    int[] _nodes = [];

    /// <summary>Starts without spans.</summary>
    /// <param name="options">How spans become a graph.</param>
    public SpanGraphBuilder(SpanGraphOptions? options = null)
    {
        _options = options ?? new SpanGraphOptions();
        _graph = new ServiceGraphBuilder(_options.SliceMs);
        _leaves = new LeafOperations(_options.SliceMs);
        _assembler = new TraceAssembler(AddTrace, _options.Traces);
    }

    /// <summary>What was met so far.</summary>
    public SpanReport Report => _assembler.Report;

    /// <inheritdoc/>
    public void Add(in Span span) => _assembler.Add(span);

    /// <summary>Takes the open traces as complete and returns the graph of all spans so far.</summary>
    public ServiceGraph Build()
    {
        _assembler.Complete();
        var observed = _graph.Build();
        var graph = new ServiceGraphBuilder(_options.SliceMs);
        graph.Add(observed);
        _leaves.AddTo(graph, [.. observed.Nodes.Select(node => node.Name)]);
        return graph.Build();
    }

    void AddTrace(TraceTree trace)
    {
        if (_nodes.Length < trace.Count)
        {
            _nodes = new int[2 * trace.Count];
        }

        for (int i = 0; i < trace.Count; i++)
        {
            _nodes[i] = NodeOf(trace[i].Service);
        }

        for (int i = 0; i < trace.Count; i++)
        {
            AddSpan(trace, i);
        }
    }

    void AddSpan(TraceTree trace, int index)
    {
        ref readonly var span = ref trace[index];
        int node = _nodes[index];
        int parent = trace.ParentOf(index);
        bool isCalled = parent >= 0 && IsCall(trace[parent], span);
        double latencyMs = span.DurationNs / NsPerMs;
        long timeMs = (long)(trace.StartNs(index) / (long)NsPerMs);
        if (span.Kind is SpanKind.Producer or SpanKind.Consumer)
        {
            AddMessage(trace, index, timeMs, latencyMs);
        }
        else if (isCalled)
        {
            bool isError = span.IsError || (trace[parent].Kind == SpanKind.Client && trace[parent].IsError);
            _graph.AddCall(_nodes[parent], node, EdgeSources.Spans, timeMs, latencyMs, isError);
            _leaves.AddServed(node, span.Operation);
        }

        if (isCalled || parent < 0)
        {
            _graph.AddRequest(node, latencyMs, span.IsError);
        }

        if (IsWaiting(trace, index, out bool hasCallee))
        {
            if (!hasCallee && span.Peer is { Length: > 0 } peer && span.Kind == SpanKind.Client)
            {
                _graph.AddCall(node, PeerOf(peer, span.PeerKind), EdgeSources.Spans, timeMs, latencyMs, span.IsError);
                return;
            }

            if (hasCallee)
            {
                return;
            }
        }

        bool isLeaf = _options.InferFromOperations && !isCalled && parent >= 0 && span.Kind is SpanKind.Unspecified or SpanKind.Client
            && trace.ChildrenOf(index).IsEmpty;
        if (!(isLeaf && _leaves.TryAdd(node, span, timeMs, latencyMs)) && span.Kind is not (SpanKind.Client or SpanKind.Producer))
        {
            _graph.AddSelfTime(node, trace.SelfNs(index) / NsPerMs);
        }
    }

    // A client's span, or one of unknown kind whose only children are calls of others.
    static bool IsWaiting(TraceTree trace, int index, out bool hasCallee)
    {
        ref readonly var span = ref trace[index];
        int calls = 0;
        var children = trace.ChildrenOf(index);
        foreach (int child in children)
        {
            calls += IsCall(span, trace[child]) ? 1 : 0;
        }

        hasCallee = calls > 0;
        return span.Kind == SpanKind.Client || (span.Kind == SpanKind.Unspecified && calls > 0 && calls == children.Length && trace.ParentOf(index) >= 0);
    }

    static bool IsCall(in Span parent, in Span child) =>
        !string.Equals(parent.Service, child.Service, StringComparison.Ordinal)
        || (parent.Kind == SpanKind.Client && child.Kind == SpanKind.Server)
        || !TraceTree.IsSameHost(parent, child);

    void AddMessage(TraceTree trace, int index, long timeMs, double latencyMs)
    {
        ref readonly var span = ref trace[index];
        int node = _nodes[index];
        int queue = span.Peer is { Length: > 0 } peer ? PeerOf(peer, span.PeerKind == NodeKind.Service ? NodeKind.Queue : span.PeerKind) : -1;
        if (span.Kind == SpanKind.Producer)
        {
            Remember(new SpanLink(span.Trace, span.Id), queue >= 0 ? queue : node);
            if (queue >= 0)
            {
                _graph.AddCall(node, queue, EdgeSources.Spans, timeMs, latencyMs, span.IsError);
            }

            return;
        }

        if (queue >= 0)
        {
            _graph.AddCall(queue, node, EdgeSources.Spans, timeMs, latencyMs, span.IsError);
            return;
        }

        int parent = trace.ParentOf(index);
        if (parent >= 0 && IsCall(trace[parent], span))
        {
            int sender = trace[parent].Kind == SpanKind.Producer && trace[parent].Peer is { Length: > 0 } topic
                ? PeerOf(topic, trace[parent].PeerKind == NodeKind.Service ? NodeKind.Queue : trace[parent].PeerKind)
                : _nodes[parent];
            _graph.AddCall(sender, node, EdgeSources.Spans, timeMs, latencyMs, span.IsError);
        }

        foreach (var link in span.Links ?? [])
        {
            if (_producers.TryGetValue(link, out int sender))
            {
                _graph.AddCall(sender, node, EdgeSources.Spans, timeMs, latencyMs, span.IsError);
            }
        }
    }

    // Links lead into other traces, which are gone by then.
    void Remember(SpanLink producer, int sender)
    {
        if (_producers.TryAdd(producer, sender))
        {
            _producersInOrder.Enqueue(producer);
            if (_producersInOrder.Count > ProducersRemembered)
            {
                _producers.Remove(_producersInOrder.Dequeue());
            }
        }
    }

    int PeerOf(string name, NodeKind kind)
    {
        int node = _graph.AddNode(name, kind);
        _indexes[name] = node;
        return node;
    }

    int NodeOf(string service)
    {
        ref int node = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, service, out bool isKnown);
        node = isKnown ? node : _graph.AddNode(service);
        return node;
    }
}
