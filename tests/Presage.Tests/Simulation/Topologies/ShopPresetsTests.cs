using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;
using static Presage.Tests.Simulation.TestShop;

namespace Presage.Tests.Simulation.Topologies;

public sealed class ShopPresetsTests
{
    public static TheoryData<string> Names => [.. ShopPresets.All.Select(preset => preset.Name)];

    [Theory]
    [InlineData("shop-12", 12)]
    [InlineData("mesh-60", 60)]
    [InlineData("mesh-300", 300)]
    public void Preset_Name_SaysHowManyServices(string name, int services) =>
        Assert.Equal(services, ShopPresets.Get(name).Services.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void Preset_Any_IsValidAndEveryServiceIsUsed(string name)
    {
        var topology = ShopPresets.Get(name);

        topology.Validate();
        var busy = ShopSizing.BusyWorkers(topology);
        foreach (var service in topology.Services)
        {
            Assert.InRange(busy[service.Name] / (service.Workers * service.Instances), 0.0001, 0.45);
        }
    }

    [Theory]
    [InlineData("shop-12", 310)]
    [InlineData("mesh-60", 400)]
    [InlineData("mesh-300", 1500)]
    public void Preset_Calls_AreAsManyAsItsDescriptionSays(string name, double perSecond)
    {
        var rates = ShopSizing.OperationRates(ShopPresets.Get(name));

        Assert.Equal(perSecond, rates.Values.Sum(), 0.1 * perSecond);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Preset_Json_IsTakenBack(string name)
    {
        var json = TopologyFile.ToJson(ShopPresets.Get(name));
        var back = TopologyFile.Parse(System.Text.Encoding.UTF8.GetBytes(json), "preset.json");

        Assert.Equal(json, TopologyFile.ToJson(back));
    }

    [Theory]
    [InlineData("shop-12")]
    [InlineData("mesh-60")]
    public void Preset_ConstantLoad_HasAlmostNoErrors(string name)
    {
        var run = Run(Steady(ShopPresets.Get(name), TimeSpan.FromMinutes(5)));

        Assert.InRange((double)run.Summary.FailedRequests / run.Summary.Requests, 0, 0.01);
        Assert.Equal(0, run.Summary.Bins - 30);
    }

    [Theory]
    [InlineData("shop-12")]
    [InlineData("mesh-60")]
    public void Preset_AfterFiveTimesTheLoad_Recovers(string name)
    {
        var topology = ShopPresets.Get(name);
        var (start, end) = (TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(6));
        var surges = topology.Entries.Select(entry => new Fault
        {
            Kind = FaultKind.TrafficSurge,
            Target = $"{entry.Service}/{entry.Operation}",
            Start = start,
            End = end,
            Severity = 1,
        });
        var run = Run(Steady(topology, TimeSpan.FromMinutes(12)) with { Faults = [.. surges] });

        var entrance = topology.Entries[0].Service;
        Assert.True(run.Mean(entrance, "errors", 20..35) > 1, "the load was not too much");
        Assert.Equal(run.Mean(entrance, "latency_p50_ms", 2..17), run.Mean(entrance, "latency_p50_ms", 60..), 0.2 * run.Mean(entrance, "latency_p50_ms", 2..17));
        Assert.InRange(run.Service(entrance, "errors")[60..].Sum() / run.Service(entrance, "requests")[60..].Sum(), 0, 0.02);
    }

    [Fact]
    public void Mesh_Shape_HasHubsAndLeaves()
    {
        var topology = ShopPresets.Get("mesh-300");
        var callers = topology.Services
            .SelectMany(service => service.Operations.SelectMany(operation => operation.Steps).SelectMany(step => step.Calls ?? [])
                .Select(call => (service.Name, call.Service)).Distinct())
            .GroupBy(edge => edge.Service)
            .ToDictionary(edges => edges.Key, edges => edges.Count());

        Assert.InRange(callers.Values.Max(), 12, 150);
        Assert.InRange(callers.Values.Count(count => count == 1), 40, 200);
    }

    [Fact]
    public void Preset_UnknownName_NamesAll()
    {
        var problem = Assert.Throws<TopologyException>(() => ShopPresets.Get("shop-13"));

        Assert.Equal("No preset 'shop-13'; there are shop-12, mesh-60, mesh-300.", problem.Message);
    }
}
