namespace Presage.Cli.Reports;

/// <summary>The service map: nodes with numbers, and one or more sets of edges between them, of which one is drawn at a time.</summary>
sealed record ServiceMap
{
    /// <summary>What the map shows, in a sentence under its heading.</summary>
    public string? Note { get; init; }

    /// <summary>The names of the nodes, each once.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>The numbers a node can be coloured by; the first one at first.</summary>
    public required IReadOnlyList<MapMeasure> Measures { get; init; }

    /// <summary>The graphs over the nodes, such as the observed calls; the first one is drawn at first.</summary>
    public required IReadOnlyList<MapEdgeSet> EdgeSets { get; init; }

    /// <summary>Throws where a measure has not one value a node, or an edge leads to no node.</summary>
    /// <exception cref="ArgumentException">The parts do not fit.</exception>
    internal void Validate()
    {
        foreach (var measure in Measures)
        {
            if (measure.Values.Count != Nodes.Count)
            {
                throw new ArgumentException($"Measure '{measure.Name}': {measure.Values.Count} values for {Nodes.Count} nodes.");
            }
        }

        foreach (var set in EdgeSets)
        {
            foreach (var edge in set.Edges)
            {
                if ((uint)edge.From >= (uint)Nodes.Count || (uint)edge.To >= (uint)Nodes.Count)
                {
                    throw new ArgumentException($"Edges '{set.Name}': an edge from node {edge.From} to node {edge.To} of {Nodes.Count} nodes.");
                }
            }
        }
    }
}
