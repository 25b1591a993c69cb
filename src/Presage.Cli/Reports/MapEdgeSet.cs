namespace Presage.Cli.Reports;

/// <summary>One graph over the nodes of a map.</summary>
/// <param name="Name">Where the edges come from, such as <c>observed calls</c>.</param>
/// <param name="Edges">Each ordered pair of nodes once.</param>
sealed record MapEdgeSet(string Name, IReadOnlyList<MapEdge> Edges);
