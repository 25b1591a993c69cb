using Presage.Simulation;
using Presage.Telemetry.Topology;
using static Presage.Tests.Simulation.TestShop;

namespace Presage.Tests.Simulation;

public sealed class ShopRecorderTests
{
    [Fact]
    public void Record_Diamond_HasSeriesAndGraphInTheSameOrder()
    {
        var options = Steady(Diamond(), TimeSpan.FromMinutes(2));
        var made = ShopRecorder.Record(options with { Sampling = 0.5 });

        Assert.Equal(["front", "left", "right", "store", "aside"], made.Recording.Entities);
        Assert.Equal(made.Recording.Entities, made.Graph.Nodes.Select(node => node.Name));
        Assert.Equal(NodeKind.Database, made.Graph.Nodes[3].Kind);
        Assert.Equal([(0, 1), (0, 2), (1, 3), (2, 3)], made.Graph.Edges.Select(edge => (edge.From, edge.To)));
        var workload = made.Recording.Series.Single(series => series.Entity == "left" && series.Metric == "workload");
        Assert.Equal(Run(options).Service("left", "workload").Select(value => (double)value), workload.Values.ToArray());
        Assert.Contains("not measured", made.Recording.Source, StringComparison.Ordinal);
    }
}
