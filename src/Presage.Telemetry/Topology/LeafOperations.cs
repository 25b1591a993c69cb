namespace Presage.Telemetry.Topology;

/// <summary>Operations at the ends of traces that may be calls of something that sends no spans of its own.</summary>
/// <remarks>
/// A leaf is a span without children that no other service asked for and that is not known to be internal. Three rules name its callee:
/// <list type="number">
/// <item>its operation is a remote call, <c>shop.CartService/GetCart</c>, of a service that another node serves elsewhere;</item>
/// <item>its operation is a method of its own service whose last words are the stem of exactly one other node:
/// <c>CheckoutService/ConvertCurrency</c> calls <c>currencyservice</c>;</item>
/// <item>it is a statement that names its database: <c>SELECT ads.items</c> calls <c>ads</c>.</item>
/// </list>
/// What no rule names is the service's own work.
/// </remarks>
sealed class LeafOperations
{
    const int MostOperations = 10_000;

    readonly long _sliceMs;
    readonly Dictionary<(int Node, string Operation), Leaf?> _leaves = [];
    readonly Dictionary<string, int> _servedBy = new(StringComparer.Ordinal); // the operation to its node; -1 when several serve it

    public LeafOperations(long sliceMs) => _sliceMs = sliceMs;

    /// <summary>Notes an operation that a node serves for others.</summary>
    public void AddServed(int node, string operation)
    {
        if (!_servedBy.TryGetValue(operation, out int before))
        {
            if (_servedBy.Count < MostOperations)
            {
                _servedBy.Add(operation, node);
            }
        }
        else if (before != node)
        {
            _servedBy[operation] = -1;
        }
    }

    /// <summary>Takes a leaf whose operation could name a callee.</summary>
    /// <returns>False when it cannot, so that its time is the node's own.</returns>
    public bool TryAdd(int node, in Span span, long timeMs, double latencyMs)
    {
        var key = (node, span.Operation);
        if (!_leaves.TryGetValue(key, out var leaf))
        {
            if (_leaves.Count >= MostOperations)
            {
                return false;
            }

            leaf = OperationName.Of(span.Operation) is { } name ? new Leaf(name, _sliceMs) : null;
            _leaves.Add(key, leaf);
        }

        leaf?.Add(timeMs, latencyMs, span.IsError);
        return leaf is not null;
    }

    /// <summary>Adds the edges that the rules give, and the own time of all other leaves.</summary>
    public void AddTo(ServiceGraphBuilder graph, IReadOnlyList<string> services)
    {
        var served = ServedRpc();
        var stems = services.Select((name, node) => (Stem: OperationName.StemOf(name), Node: node))
            .GroupBy(one => one.Stem, StringComparer.Ordinal).Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.First().Node, StringComparer.Ordinal);
        foreach (var ((node, _), leaf) in _leaves)
        {
            if (leaf is null)
            {
                continue;
            }

            int callee = leaf.Name.Database.Length > 0
                ? graph.AddNode(leaf.Name.Database, NodeKind.Database)
                : CalleeOf(leaf.Name, node, OperationName.StemOf(services[node]), served, stems);
            leaf.AddTo(graph, node, callee);
        }
    }

    static int CalleeOf(OperationName name, int caller, string callerStem, Dictionary<string, int> served, Dictionary<string, int> stems)
    {
        if (served.TryGetValue(name.RpcService, out int server) && server != caller)
        {
            return server;
        }

        if (OperationName.StemOf(name.RpcService) != callerStem)
        {
            return -1;
        }

        foreach (string ending in name.MethodEndings())
        {
            if (stems.TryGetValue(ending, out int callee) && callee != caller)
            {
                return callee;
            }
        }

        return -1;
    }

    // The services of remote calls to the nodes that serve them; -1 when several do.
    Dictionary<string, int> ServedRpc()
    {
        var served = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (operation, node) in _servedBy)
        {
            if (OperationName.Of(operation) is { RpcService.Length: > 0 } name)
            {
                served[name.RpcService] = served.GetValueOrDefault(name.RpcService, node) == node ? node : -1;
            }
        }

        return served;
    }

    sealed class Leaf(OperationName name, long sliceMs)
    {
        readonly Dictionary<long, CallStatistics> _slices = [];

        public OperationName Name { get; } = name;

        public void Add(long timeMs, double latencyMs, bool isError)
        {
            long slice = timeMs - (timeMs % sliceMs);
            if (!_slices.TryGetValue(slice, out var calls))
            {
                calls = new CallStatistics();
                _slices.Add(slice, calls);
            }

            calls.Add(latencyMs, isError);
        }

        public void AddTo(ServiceGraphBuilder graph, int node, int callee)
        {
            foreach (var (startMs, calls) in _slices)
            {
                if (callee >= 0)
                {
                    graph.SliceOf(node, callee, EdgeSources.OperationNames, startMs).Add(calls);
                }
                else
                {
                    graph.AddSelfTime(node, calls.LatencySumMs);
                }
            }
        }
    }
}
