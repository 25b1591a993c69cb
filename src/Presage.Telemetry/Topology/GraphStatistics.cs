namespace Presage.Telemetry.Topology;

/// <summary>What a person asks of a service graph: how deep, how wide, where it turns in circles, and where the time goes.</summary>
/// <remarks>Self calls count as a cycle and nowhere else. Depth and critical path go over the graph with each cycle drawn into one node.</remarks>
public sealed class GraphStatistics
{
    GraphStatistics(
        int[] fanOut, int[] fanIn, int depth, IReadOnlyList<IReadOnlyList<int>> cycles, IReadOnlyList<int> roots, IReadOnlyList<int> leaves,
        IReadOnlyList<int> isolated, IReadOnlyList<int> criticalPath, double criticalPathMs)
    {
        FanOut = fanOut;
        FanIn = fanIn;
        Depth = depth;
        Cycles = cycles;
        Roots = roots;
        Leaves = leaves;
        Isolated = isolated;
        CriticalPath = criticalPath;
        CriticalPathMs = criticalPathMs;
    }

    /// <summary>[N]: how many other nodes each node calls.</summary>
    public IReadOnlyList<int> FanOut { get; }

    /// <summary>[N]: how many other nodes call each node.</summary>
    public IReadOnlyList<int> FanIn { get; }

    /// <summary>The most calls in a row that lead to ever other nodes; 0 without edges. A cycle counts as one node.</summary>
    public int Depth { get; }

    /// <summary>Nodes that call each other in circles: every strongly connected set of two or more, and every self call.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Cycles { get; }

    /// <summary>Nodes that call and are not called.</summary>
    public IReadOnlyList<int> Roots { get; }

    /// <summary>Nodes that are called and do not call.</summary>
    public IReadOnlyList<int> Leaves { get; }

    /// <summary>Nodes that neither call nor are called by another.</summary>
    public IReadOnlyList<int> Isolated { get; }

    /// <summary>The chain of calls with the largest sum of mean self times; a cycle on it has all its nodes in a row.</summary>
    public IReadOnlyList<int> CriticalPath { get; }

    /// <summary>The sum of the mean self times along <see cref="CriticalPath"/> in milliseconds.</summary>
    public double CriticalPathMs { get; }

    /// <summary>Looks at every edge that was ever there.</summary>
    /// <param name="graph">Any graph, also an empty one.</param>
    public static GraphStatistics Of(ServiceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int count = graph.Nodes.Count;
        var callees = new List<int>[count];
        var fanIn = new int[count];
        var callsItself = new bool[count];
        for (int node = 0; node < count; node++)
        {
            callees[node] = [];
        }

        foreach (var edge in graph.Edges)
        {
            if (edge.From == edge.To)
            {
                callsItself[edge.From] = true;
                continue;
            }

            callees[edge.From].Add(edge.To);
            fanIn[edge.To]++;
        }

        var fanOut = Array.ConvertAll(callees, one => one.Count);
        var all = Enumerable.Range(0, count).ToArray();
        var components = StrongComponents.Of(callees);
        var paths = new ComponentPaths(components, callees, node => graph.Nodes[node].MeanSelfTimeMs);
        return new GraphStatistics(
            fanOut,
            fanIn,
            paths.Depth,
            [.. components.Where(component => component.Count > 1 || callsItself[component[0]])],
            [.. all.Where(node => fanIn[node] == 0 && fanOut[node] > 0)],
            [.. all.Where(node => fanIn[node] > 0 && fanOut[node] == 0)],
            [.. all.Where(node => fanIn[node] == 0 && fanOut[node] == 0)],
            paths.Heaviest,
            paths.HeaviestWeight);
    }
}
