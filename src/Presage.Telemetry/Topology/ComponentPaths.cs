namespace Presage.Telemetry.Topology;

/// <summary>The deepest and the heaviest path over a graph whose cycles are drawn into one node each.</summary>
sealed class ComponentPaths
{
    /// <param name="components">Each after all it leads to, as <see cref="StrongComponents"/> gives them.</param>
    /// <param name="callees">[node]: the nodes it leads to.</param>
    /// <param name="weightOf">A node's weight, not negative.</param>
    public ComponentPaths(List<List<int>> components, IReadOnlyList<List<int>> callees, Func<int, double> weightOf)
    {
        var componentOf = new int[callees.Count];
        var depths = new int[components.Count];
        var weights = new double[components.Count];
        var next = new int[components.Count];
        for (int i = 0; i < components.Count; i++)
        {
            components[i].ForEach(node => componentOf[node] = i);
        }

        int heaviest = -1;
        for (int i = 0; i < components.Count; i++)
        {
            next[i] = -1;
            foreach (int callee in components[i].SelectMany(node => callees[node]).Select(node => componentOf[node]).Where(one => one != i))
            {
                depths[i] = Math.Max(depths[i], depths[callee] + 1);
                next[i] = next[i] < 0 || weights[callee] > weights[next[i]] ? callee : next[i];
            }

            weights[i] = components[i].Sum(weightOf) + (next[i] < 0 ? 0 : weights[next[i]]);
            Depth = Math.Max(Depth, depths[i]);
            heaviest = heaviest < 0 || weights[i] > weights[heaviest] ? i : heaviest;
        }

        HeaviestWeight = heaviest < 0 ? 0 : weights[heaviest];
        var path = new List<int>();
        for (int i = HeaviestWeight > 0 ? heaviest : -1; i >= 0 && weights[i] > 0; i = next[i])
        {
            path.AddRange(components[i]);
        }

        Heaviest = path;
    }

    /// <summary>The most edges on one path.</summary>
    public int Depth { get; }

    /// <summary>The nodes of the path with the largest sum of weights; empty when no node weighs anything.</summary>
    public IReadOnlyList<int> Heaviest { get; }

    public double HeaviestWeight { get; }
}
