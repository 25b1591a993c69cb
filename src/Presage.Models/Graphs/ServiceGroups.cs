using Presage.Telemetry.Topology;

namespace Presage.Models.Graphs;

/// <summary>The level between a service and the system: services at the same distance from where requests come in.</summary>
static class ServiceGroups
{
    const int Deepest = 3;

    /// <summary>Who shares a group with whom.</summary>
    /// <param name="graph">Callers and callees; null or without edges puts all in one group.</param>
    /// <param name="nodes">N.</param>
    /// <returns>[N, N], 1 where row and column share a group, also on the diagonal.</returns>
    public static float[] Membership(Adjacency? graph, int nodes)
    {
        int[] depths = Depths(graph, nodes);
        var membership = new float[nodes * nodes];
        for (int row = 0; row < nodes; row++)
        {
            for (int column = 0; column < nodes; column++)
            {
                membership[(row * nodes) + column] = depths[row] == depths[column] ? 1 : 0;
            }
        }

        return membership;
    }

    // Calls from the nearest node that nobody calls; a cycle that nobody enters counts as an entry.
    static int[] Depths(Adjacency? graph, int nodes)
    {
        var depths = new int[nodes];
        var callees = new List<int>[nodes];
        var isCalled = new bool[nodes];
        foreach (var edge in graph?.Entries ?? [])
        {
            if (edge.From != edge.To)
            {
                (callees[edge.From] ??= []).Add(edge.To);
                isCalled[edge.To] = true;
            }
        }

        Array.Fill(depths, -1);
        var queue = new Queue<int>();
        for (int node = 0; node < nodes; node++)
        {
            if (!isCalled[node])
            {
                depths[node] = 0;
                queue.Enqueue(node);
            }
        }

        while (queue.TryDequeue(out int caller))
        {
            foreach (int callee in callees[caller] ?? [])
            {
                if (depths[callee] < 0)
                {
                    depths[callee] = Math.Min(Deepest, depths[caller] + 1);
                    queue.Enqueue(callee);
                }
            }
        }

        return [.. depths.Select(depth => Math.Max(0, depth))];
    }
}
