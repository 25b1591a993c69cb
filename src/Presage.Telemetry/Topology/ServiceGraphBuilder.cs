namespace Presage.Telemetry.Topology;

/// <summary>Collects nodes, edges and calls from any source.</summary>
public sealed class ServiceGraphBuilder
{
    /// <summary>The width of a time slice unless another one is asked for: a minute.</summary>
    public const long DefaultSliceMs = 60_000;

    readonly long _sliceMs;
    readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    readonly List<Node> _nodes = [];
    readonly Dictionary<(int From, int To), Edge> _edges = [];

    /// <summary>Starts an empty graph.</summary>
    /// <param name="sliceMs">The width of a time slice in milliseconds, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public ServiceGraphBuilder(long sliceMs = DefaultSliceMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sliceMs);
        _sliceMs = sliceMs;
    }

    /// <summary>How many nodes there are so far.</summary>
    public int NodeCount => _nodes.Count;

    /// <summary>Adds a node, or says more about one that is there.</summary>
    /// <param name="name">Its name, not empty.</param>
    /// <param name="kind">What it is; a kind other than service wins over service.</param>
    /// <returns>Its index.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public int AddNode(string name, NodeKind kind = NodeKind.Service)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_indexes.TryGetValue(name, out int index))
        {
            index = _nodes.Count;
            _indexes.Add(name, index);
            _nodes.Add(new Node(name));
        }

        if (kind != NodeKind.Service)
        {
            _nodes[index].Kind = kind;
        }

        return index;
    }

    /// <summary>Adds an edge that holds at all times, or a source that knows one that is there.</summary>
    /// <param name="from">The caller's name.</param>
    /// <param name="to">The callee's name.</param>
    /// <param name="sources">How it is known.</param>
    /// <param name="weight">Finite; the last one given stays.</param>
    /// <exception cref="ArgumentException">The weight is not finite, or a name is empty.</exception>
    public void AddEdge(string from, string to, EdgeSources sources, float weight = 1)
    {
        if (!float.IsFinite(weight))
        {
            throw new ArgumentException($"The edge from {from} to {to} has the weight {weight}.", nameof(weight));
        }

        AddEdge(AddNode(from), AddNode(to), sources, weight);
    }

    /// <summary>Adds an edge that holds at all times between nodes that are there.</summary>
    internal void AddEdge(int from, int to, EdgeSources sources, float weight = 1)
    {
        var edge = EdgeOf(from, to);
        edge.Sources |= sources;
        edge.Weight = weight;
        edge.HoldsAlways = true;
    }

    /// <summary>Adds a call.</summary>
    /// <param name="from">The caller's index.</param>
    /// <param name="to">The callee's index.</param>
    /// <param name="sources">How it is known.</param>
    /// <param name="timeMs">When it began.</param>
    /// <param name="latencyMs">Milliseconds; NaN when unknown.</param>
    /// <param name="isError">Whether it failed.</param>
    public void AddCall(int from, int to, EdgeSources sources, long timeMs, double latencyMs, bool isError) =>
        SliceOf(from, to, sources, timeMs).Add(latencyMs, isError);

    /// <summary>Adds what a node did itself in one request.</summary>
    /// <param name="node">Its index.</param>
    /// <param name="latencyMs">How long the request took.</param>
    /// <param name="isError">Whether it failed.</param>
    public void AddRequest(int node, double latencyMs, bool isError) => _nodes[node].Requests.Add(latencyMs, isError);

    /// <summary>Adds time in which a node worked and waited for no other.</summary>
    /// <param name="node">Its index.</param>
    /// <param name="selfTimeMs">Milliseconds.</param>
    public void AddSelfTime(int node, double selfTimeMs) => _nodes[node].SelfTimeMs += selfTimeMs;

    /// <summary>Adds everything of another graph.</summary>
    /// <param name="graph">Not changed.</param>
    /// <exception cref="ArgumentException">Its slices have another width.</exception>
    public void Add(ServiceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.SliceMs != _sliceMs && graph.FromMs is not null)
        {
            throw new ArgumentException($"The graph's slices are {graph.SliceMs} ms wide, those here {_sliceMs} ms.", nameof(graph));
        }

        var indexes = new int[graph.Nodes.Count];
        for (int i = 0; i < indexes.Length; i++)
        {
            var node = graph.Nodes[i];
            indexes[i] = AddNode(node.Name, node.Kind);
            _nodes[indexes[i]].Requests.Add(node.Requests);
            _nodes[indexes[i]].SelfTimeMs += node.SelfTimeMs;
        }

        foreach (var other in graph.Edges)
        {
            var edge = EdgeOf(indexes[other.From], indexes[other.To]);
            edge.Sources |= other.Sources;
            edge.Weight = other.HoldsAlways ? other.Weight : edge.Weight;
            edge.HoldsAlways |= other.HoldsAlways;
            foreach (var slice in other.Slices)
            {
                edge.SliceAt(slice.StartMs).Add(slice.Statistics);
            }
        }
    }

    /// <summary>The graph of everything that was added; the builder may go on afterwards.</summary>
    public ServiceGraph Build()
    {
        var nodes = _nodes.Select(node => new ServiceNode(node.Name, node.Kind, Copy(node.Requests), node.SelfTimeMs));
        var edges = _edges.OrderBy(pair => pair.Key).Select(pair => new ServiceEdge(
            pair.Key.From,
            pair.Key.To,
            pair.Value.Sources,
            pair.Value.Weight,
            pair.Value.HoldsAlways,
            [.. pair.Value.Slices.OrderBy(slice => slice.Key).Select(slice => new EdgeSlice(slice.Key, Copy(slice.Value)))]));
        return new ServiceGraph([.. nodes], [.. edges], _sliceMs);
    }

    /// <summary>Where the calls of a time are counted.</summary>
    internal CallStatistics SliceOf(int from, int to, EdgeSources sources, long timeMs)
    {
        var edge = EdgeOf(from, to);
        edge.Sources |= sources;
        long intoSlice = timeMs % _sliceMs;
        return edge.SliceAt(timeMs - (intoSlice < 0 ? intoSlice + _sliceMs : intoSlice));
    }

    static CallStatistics Copy(CallStatistics statistics)
    {
        var copy = new CallStatistics();
        copy.Add(statistics);
        return copy;
    }

    Edge EdgeOf(int from, int to)
    {
        if (!_edges.TryGetValue((from, to), out var edge))
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)from, (uint)_nodes.Count, nameof(from));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)to, (uint)_nodes.Count, nameof(to));
            edge = new Edge();
            _edges.Add((from, to), edge);
        }

        return edge;
    }

    sealed class Node(string name)
    {
        public string Name { get; } = name;

        public NodeKind Kind { get; set; }

        public CallStatistics Requests { get; } = new();

        public double SelfTimeMs { get; set; }
    }

    sealed class Edge
    {
        long _lastStartMs = long.MinValue;
        CallStatistics? _last;

        public EdgeSources Sources { get; set; }

        public float Weight { get; set; } = 1;

        public bool HoldsAlways { get; set; }

        public Dictionary<long, CallStatistics> Slices { get; } = [];

        // Calls come nearly in the order of time, so the slice before is most often the one again.
        public CallStatistics SliceAt(long startMs)
        {
            if (_last is null || startMs != _lastStartMs)
            {
                if (!Slices.TryGetValue(startMs, out _last))
                {
                    _last = new CallStatistics();
                    Slices.Add(startMs, _last);
                }

                _lastStartMs = startMs;
            }

            return _last;
        }
    }
}
