namespace Presage.Telemetry.Topology;

/// <summary>Which service calls which, and when: a directed graph whose edges come and go.</summary>
/// <remarks>A graph without nodes or edges, self calls, cycles and isolated nodes are all normal.</remarks>
public sealed class ServiceGraph
{
    readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    internal ServiceGraph(IReadOnlyList<ServiceNode> nodes, IReadOnlyList<ServiceEdge> edges, long sliceMs)
    {
        Nodes = nodes;
        Edges = edges;
        SliceMs = sliceMs;
        for (int i = 0; i < nodes.Count; i++)
        {
            _indexes.Add(nodes[i].Name, i);
        }

        FromMs = edges.Where(edge => edge.Slices.Count > 0).Min(edge => (long?)edge.Slices[0].StartMs);
        ToMs = edges.Where(edge => edge.Slices.Count > 0).Max(edge => (long?)edge.Slices[^1].StartMs) + sliceMs;
    }

    /// <summary>A graph of nothing.</summary>
    public static ServiceGraph Empty { get; } = new([], [], ServiceGraphBuilder.DefaultSliceMs);

    /// <summary>The nodes in order of appearance, or in the order of <see cref="AlignTo"/>.</summary>
    public IReadOnlyList<ServiceNode> Nodes { get; }

    /// <summary>The edges, ordered by caller and then callee; each pair once.</summary>
    public IReadOnlyList<ServiceEdge> Edges { get; }

    /// <summary>The width of a time slice in milliseconds.</summary>
    public long SliceMs { get; }

    /// <summary>The start of the oldest slice; null when no edge has times.</summary>
    public long? FromMs { get; }

    /// <summary>The exclusive end of the newest slice; null when no edge has times.</summary>
    public long? ToMs { get; }

    /// <summary>Where a node stands in <see cref="Nodes"/>.</summary>
    /// <param name="name">The node's exact name.</param>
    /// <returns>-1 when there is no such node.</returns>
    public int IndexOf(string name) => _indexes.GetValueOrDefault(name, -1);

    /// <summary>The edge between two nodes.</summary>
    /// <param name="from">The caller's name.</param>
    /// <param name="to">The callee's name.</param>
    /// <returns>Null when there is none.</returns>
    public ServiceEdge? FindEdge(string from, string to)
    {
        (int caller, int callee) = (IndexOf(from), IndexOf(to));
        return caller < 0 || callee < 0 ? null : Edges.FirstOrDefault(edge => edge.From == caller && edge.To == callee);
    }

    /// <summary>Every edge that was ever there.</summary>
    /// <param name="value">What an entry holds; the weight by default.</param>
    public Adjacency UnionAdjacency(EdgeValue value = EdgeValue.Weight) =>
        new(Nodes.Count, [.. Edges.Select(edge => Entry(edge, value, edge.Total.Calls))]);

    /// <summary>The edges of a stretch of time: those with calls in it, and those that hold always.</summary>
    /// <param name="fromMs">Its start, in the time of the source.</param>
    /// <param name="toMs">Its exclusive end; a slice that reaches into the stretch counts whole.</param>
    /// <param name="value">What an entry holds; the weight by default.</param>
    /// <exception cref="ArgumentException">The end is not after the start.</exception>
    public Adjacency Adjacency(long fromMs, long toMs, EdgeValue value = EdgeValue.Weight)
    {
        if (toMs <= fromMs)
        {
            throw new ArgumentException($"The window would start at {fromMs} ms and end at {toMs} ms.", nameof(toMs));
        }

        var entries = new List<AdjacencyEntry>();
        foreach (var edge in Edges)
        {
            long calls = edge.Calls(fromMs, toMs, SliceMs);
            if (calls > 0 || edge.HoldsAlways)
            {
                entries.Add(Entry(edge, value, calls));
            }
        }

        return new Adjacency(Nodes.Count, entries);
    }

    /// <summary>The same graph with the nodes that are given, in their order, so that node i is entity i of a frame.</summary>
    /// <remarks>
    /// An entity is matched by its exact name, else as a pod of a service (<see cref="PodName"/>). Several pods of one
    /// service have its edges each. An entity the graph does not know is an isolated node; nodes and edges beyond the
    /// entities are left out.
    /// </remarks>
    /// <param name="entities">Each name once.</param>
    /// <exception cref="ArgumentException">An entity comes twice.</exception>
    public ServiceGraph AlignTo(IReadOnlyList<string> entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        var sources = entities.Select(entity => IndexOf(entity) is >= 0 and int exact ? exact : IndexOf(PodName.ServiceOf(entity))).ToArray();
        var targets = new List<int>[Nodes.Count];
        var nodes = new ServiceNode[entities.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            if (sources[i] < 0)
            {
                nodes[i] = new ServiceNode(entities[i], NodeKind.Service, new CallStatistics(), 0);
                continue;
            }

            var node = Nodes[sources[i]];
            nodes[i] = node.Name == entities[i] ? node : new ServiceNode(entities[i], node.Kind, node.Requests, node.SelfTimeMs);
            (targets[sources[i]] ??= []).Add(i);
        }

        if (entities.Distinct(StringComparer.Ordinal).Count() < entities.Count)
        {
            throw new ArgumentException("An entity comes twice: " + entities.GroupBy(one => one).First(group => group.Count() > 1).Key, nameof(entities));
        }

        var edges = from edge in Edges
                    from caller in targets[edge.From] ?? []
                    from callee in targets[edge.To] ?? []
                    where edge.From != edge.To || caller == callee // pods of one service do not call each other
                    orderby caller, callee
                    select new ServiceEdge(caller, callee, edge.Sources, edge.Weight, edge.HoldsAlways, edge.Slices);
        return new ServiceGraph(nodes, [.. edges], SliceMs);
    }

    /// <summary>The part of the graph with nodes of some kinds.</summary>
    /// <param name="kinds">The kinds to keep; edges to other nodes go with them.</param>
    public ServiceGraph Only(params ReadOnlySpan<NodeKind> kinds)
    {
        var kept = new HashSet<NodeKind>();
        foreach (var kind in kinds)
        {
            kept.Add(kind);
        }

        return AlignTo([.. Nodes.Where(node => kept.Contains(node.Kind)).Select(node => node.Name)]);
    }

    /// <summary>Brings graphs of several sources together: nodes by name, edges by their ends.</summary>
    /// <param name="graphs">With one width of slices; the first's order of nodes comes first.</param>
    /// <exception cref="ArgumentException">The widths of the slices differ.</exception>
    public static ServiceGraph Merge(params ReadOnlySpan<ServiceGraph> graphs)
    {
        var builder = new ServiceGraphBuilder(graphs.Length > 0 ? graphs[0].SliceMs : ServiceGraphBuilder.DefaultSliceMs);
        foreach (var graph in graphs)
        {
            builder.Add(graph);
        }

        return builder.Build();
    }

    static AdjacencyEntry Entry(ServiceEdge edge, EdgeValue value, long calls) => new(edge.From, edge.To, value switch
    {
        EdgeValue.Presence => 1,
        EdgeValue.Calls => calls,
        _ => edge.Weight,
    });
}
