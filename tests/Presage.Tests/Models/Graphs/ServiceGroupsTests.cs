using Presage.Models.Graphs;
using Presage.Telemetry.Topology;

namespace Presage.Tests.Models.Graphs;

public sealed class ServiceGroupsTests
{
    [Fact]
    public void Membership_CallTree_GroupsByDistanceFromTheEntry()
    {
        // front calls two services, both call the database; the batch job stands alone and is an entry, too.
        var graph = Graph(["front", "cart", "user", "db", "batch"], ("front", "cart"), ("front", "user"), ("cart", "db"), ("user", "db"));

        var membership = ServiceGroups.Membership(graph, 5);

        Assert.Equal(
            [1, 0, 0, 0, 1,
             0, 1, 1, 0, 0,
             0, 1, 1, 0, 0,
             0, 0, 0, 1, 0,
             1, 0, 0, 0, 1],
            membership);
    }

    [Fact]
    public void Membership_CycleWithoutEntryOrNoGraph_IsOneGroup()
    {
        Assert.All(ServiceGroups.Membership(Graph(["a", "b"], ("a", "b"), ("b", "a")), 2), value => Assert.Equal(1, value));
        Assert.All(ServiceGroups.Membership(null, 3), value => Assert.Equal(1, value));
    }

    static Adjacency Graph(string[] nodes, params (string From, string To)[] edges)
    {
        var builder = new ServiceGraphBuilder();
        foreach (var node in nodes)
        {
            builder.AddNode(node);
        }

        foreach (var (from, to) in edges)
        {
            builder.AddEdge(from, to, EdgeSources.CallTable);
        }

        return builder.Build().UnionAdjacency();
    }
}
