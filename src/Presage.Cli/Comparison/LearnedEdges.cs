using System.Globalization;
using Presage.Cli.Reports;
using Presage.Models.Forecasting;
using Presage.Telemetry.Topology;

namespace Presage.Cli.Comparison;

/// <summary>What models learned of who listens to whom, cut down to what can be seen: the strongest edges of each node.</summary>
static class LearnedEdges
{
    const int MostOfANode = 3;

    // Beside an edge ten times as strong an edge says nothing.
    const float LeastShare = 0.1f;

    /// <summary>A set of edges for each graph that a model learned; one whose nodes the map does not have is left out.</summary>
    /// <param name="graphs">The models and their graphs.</param>
    /// <param name="aligned">What is known from the data; its nodes are those of the map.</param>
    public static IEnumerable<MapEdgeSet> Of(IReadOnlyList<(string Model, LearnedGraph Graph)> graphs, ServiceGraph aligned)
    {
        var known = aligned.Edges.SelectMany(edge => new[] { (edge.From, edge.To), (edge.To, edge.From) }).ToHashSet();
        foreach (var (model, graph) in graphs)
        {
            var places = graph.Nodes.Select(aligned.IndexOf).ToArray();
            if (places.Contains(-1))
            {
                continue;
            }

            MapEdge[] edges = [.. Enumerable.Range(0, places.Length).SelectMany(node => Strongest(graph, node, places, known))];
            if (edges.Length == 0)
            {
                continue;
            }

            var all = Enumerable.Range(0, places.Length * places.Length).Count(at => at / places.Length != at % places.Length && graph.Strengths[at] > 0);
            yield return new MapEdgeSet($"{model}: {graph.Name}", edges)
            {
                IsLearned = true,
                Note = $"Learned: an arrow leads from a node to one it listens to. The strength is {graph.Meaning}: the mean over test windows, with the first seed. "
                    + string.Create(CultureInfo.InvariantCulture, $"Of {all:N0} learned edges the {MostOfANode} strongest of each node are drawn, {edges.Length:N0} in all."),
            };
        }
    }

    static IEnumerable<MapEdge> Strongest(LearnedGraph graph, int node, int[] places, HashSet<(int From, int To)> known)
    {
        int[] others = [.. Enumerable.Range(0, places.Length)
            .Where(other => other != node && graph[node, other] > 0)
            .OrderByDescending(other => graph[node, other])
            .Take(MostOfANode)];
        foreach (var other in others.Where(other => graph[node, other] >= LeastShare * graph[node, others[0]]))
        {
            var (from, to) = (places[node], places[other]);
            yield return new MapEdge(from, to, IsInferred: !known.Contains((from, to))) { Weight = graph[node, other] };
        }
    }
}
