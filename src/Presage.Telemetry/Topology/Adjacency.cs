namespace Presage.Telemetry.Topology;

/// <summary>Which node calls which over some time: the same edges as a list and as a matrix.</summary>
public sealed class Adjacency
{
    internal Adjacency(int nodes, IReadOnlyList<AdjacencyEntry> entries)
    {
        Nodes = nodes;
        Entries = entries;
    }

    /// <summary>N.</summary>
    public int Nodes { get; }

    /// <summary>The edges, ordered by caller and then callee; each pair at most once.</summary>
    public IReadOnlyList<AdjacencyEntry> Entries { get; }

    /// <summary>The dense form.</summary>
    /// <returns>[N, N] row-major, row = caller, column = callee; 0 without an edge.</returns>
    public float[] ToDense()
    {
        var dense = new float[Nodes * Nodes];
        foreach (var entry in Entries)
        {
            dense[(entry.From * Nodes) + entry.To] = entry.Value;
        }

        return dense;
    }
}
