using System.Text.Json.Serialization;

namespace Presage.Cli.Reports;

/// <summary>One graph over the nodes of a map.</summary>
/// <param name="Name">Where the edges come from, such as <c>observed calls</c>.</param>
/// <param name="Edges">Each ordered pair of nodes once.</param>
sealed record MapEdgeSet(string Name, IReadOnlyList<MapEdge> Edges)
{
    /// <summary>What these edges are and which of them are left out, shown while they are drawn; null where the name says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>
    /// Whether a model learned them: an edge then leads from a node to one it listens to, and one that is not inferred is also
    /// known from the data, in either direction.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsLearned { get; init; }
}
