using Presage.Telemetry.Topology;

namespace Presage.Tests.Telemetry.Topology;

public class GraphStatisticsTests
{
    [Fact]
    public void Of_Diamond_KnowsDepthFanAndEnds()
    {
        var statistics = GraphStatistics.Of(Graph("ab", "ac", "bd", "cd", "ae", "df"));

        Assert.Equal(3, statistics.Depth);
        Assert.Equal([3, 1, 1, 1, 0, 0], statistics.FanOut);
        Assert.Equal([0, 1, 1, 2, 1, 1], statistics.FanIn);
        Assert.Equal([0], statistics.Roots);
        Assert.Equal([4, 5], statistics.Leaves);
        Assert.Empty(statistics.Cycles);
        Assert.Empty(statistics.CriticalPath);
    }

    [Fact]
    public void Of_CycleWithATail_CountsTheCycleAsOneNode()
    {
        var statistics = GraphStatistics.Of(Graph("ab", "bc", "cb", "cd"));

        Assert.Equal([1, 2], Assert.Single(statistics.Cycles));
        Assert.Equal(2, statistics.Depth);
    }

    [Fact]
    public void Of_SelfCallAlone_IsACycleAndAnIsolatedNode()
    {
        var statistics = GraphStatistics.Of(Graph("aa"));

        Assert.Equal([0], Assert.Single(statistics.Cycles));
        Assert.Equal([0], statistics.Isolated);
        Assert.Equal(0, statistics.Depth);
        Assert.Equal([0], statistics.FanOut);
    }

    [Fact]
    public void Of_SelfTimes_FollowsTheHeaviestChain()
    {
        var builder = Builder("ab", "ac", "bd", "ce");
        double[] selfTimes = [1, 10, 2, 1, 8];
        for (int node = 0; node < selfTimes.Length; node++)
        {
            builder.AddRequest(node, 20, false);
            builder.AddRequest(node, 20, false);
            builder.AddSelfTime(node, 2 * selfTimes[node]);
        }

        var statistics = GraphStatistics.Of(builder.Build());

        Assert.Equal([0, 1, 3], statistics.CriticalPath);
        Assert.Equal(12, statistics.CriticalPathMs);
    }

    [Fact]
    public void Of_LongChain_DoesNotExhaustTheStack()
    {
        var builder = new ServiceGraphBuilder();
        for (int i = 0; i < 100_000; i++)
        {
            builder.AddEdge($"n{i}", $"n{i + 1}", EdgeSources.CallTable);
        }

        Assert.Equal(100_000, GraphStatistics.Of(builder.Build()).Depth);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void StrongComponents_RandomGraph_AgreesWithReachability(int seed)
    {
        const int Nodes = 25;
        var random = new Random(seed);
        var callees = Enumerable.Range(0, Nodes).Select(_ => new List<int>()).ToList();
        var reaches = new bool[Nodes, Nodes];
        for (int node = 0; node < Nodes; node++)
        {
            reaches[node, node] = true;
        }

        for (int edge = 0; edge < 20 + (6 * seed); edge++)
        {
            (int from, int to) = (random.Next(Nodes), random.Next(Nodes));
            callees[from].Add(to);
            reaches[from, to] = true;
        }

        for (int via = 0; via < Nodes; via++)
        {
            for (int from = 0; from < Nodes; from++)
            {
                for (int to = 0; to < Nodes; to++)
                {
                    reaches[from, to] |= reaches[from, via] && reaches[via, to];
                }
            }
        }

        var components = StrongComponents.Of(callees);

        var expected = Enumerable.Range(0, Nodes)
            .Select(node => string.Join(' ', Enumerable.Range(0, Nodes).Where(other => reaches[node, other] && reaches[other, node])))
            .Distinct().Order();
        Assert.Equal(expected, components.Select(component => string.Join(' ', component)).Order());
        for (int i = 0; i < components.Count; i++)
        {
            Assert.All(components.Skip(i + 1), later => Assert.False(reaches[components[i][0], later[0]]));
        }
    }

    static ServiceGraph Graph(params string[] edges) => Builder(edges).Build();

    // Nodes in the order of the alphabet; an edge is two letters.
    static ServiceGraphBuilder Builder(params string[] edges)
    {
        var builder = new ServiceGraphBuilder();
        foreach (char node in string.Concat(edges).Distinct().Order())
        {
            builder.AddNode(node.ToString());
        }

        foreach (string edge in edges)
        {
            builder.AddEdge(edge[..1], edge[1..], EdgeSources.CallTable);
        }

        return builder;
    }
}
