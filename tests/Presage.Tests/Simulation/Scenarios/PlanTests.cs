using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;

namespace Presage.Tests.Simulation.Scenarios;

public sealed class PlanTests
{
    static readonly SimulationOptions Shop = new() { Topology = ShopPresets.Get("shop-12"), Duration = TimeSpan.FromDays(2) };

    [Fact]
    public void Faults_AsManyAsKinds_HasEachOnce()
    {
        var faults = FaultPlan.Create(Shop, 9);

        Assert.Equal(9, faults.Select(fault => fault.Kind).Distinct().Count());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 2)]
    [InlineData(40, 3)]
    public void Faults_AnyNumber_IsPossibleInOrderAndAfterTheLead(int count, int seed)
    {
        var options = Shop with { Seed = seed };
        var faults = FaultPlan.Create(options, count);

        (options with { Faults = faults }).Validate();
        Assert.Equal(count, faults.Count);
        Assert.Equal(faults.OrderBy(fault => fault.Start), faults);
        Assert.All(faults, fault => Assert.InRange(fault.Start, 0.15 * Shop.Duration - TimeSpan.FromSeconds(1), fault.End));
        Assert.All(faults, fault => Assert.InRange(fault.End, TimeSpan.Zero, Shop.Duration));
        Assert.Equal(faults, FaultPlan.Create(options, count));
    }

    [Fact]
    public void Faults_Many_AreOfBothOnsetsAndSomeOverlap()
    {
        var faults = FaultPlan.Create(Shop, 40);

        Assert.Equal(2, faults.Select(fault => fault.Onset).Distinct().Count());
        Assert.Contains(faults.Zip(faults.Skip(1)), pair => pair.Second.Start < pair.First.End);
        Assert.NotEqual(faults, FaultPlan.Create(Shop with { Seed = 2 }, 40));
    }

    [Fact]
    public void Deployments_Number_AreSpreadOverTheTime()
    {
        var deployments = OperationsPlan.Deployments(Shop, 4);

        (Shop with { Deployments = deployments }).Validate();
        Assert.Equal([0, 1, 2, 3], deployments.Select(deployment => (int)(4 * (deployment.At / Shop.Duration))));
        Assert.DoesNotContain(deployments, deployment => deployment.Service == "catalogue-db");
    }

    [Fact]
    public void Migrations_Mesh_ChangeTheGraphWithoutACircle()
    {
        var options = Shop with { Topology = ShopPresets.Get("mesh-60") };
        var migrations = OperationsPlan.Migrations(options, 6);

        Assert.Equal(6, migrations.Count);
        (options with { Migrations = migrations }).Validate();
    }

    [Fact]
    public void Scenario_Json_IsTakenBack()
    {
        var options = Shop with
        {
            Topology = ShopPresets.Get("mesh-60"),
            LoadChanges = [new LoadChange { Factor = 1.5, At = TimeSpan.FromHours(30.5) }],
            Load = new LoadProfile { Flashes = null, WeekendFactor = 0.5 },
        };
        options = options with { Faults = FaultPlan.Create(options, 9), Migrations = OperationsPlan.Migrations(options, 2) };
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Scenario.Of(options).ToJson());

            var back = Scenario.Read(path);

            Assert.Equal(options.Faults, back.Faults);
            Assert.Equal(options.Migrations, back.Migrations);
            Assert.Equal(options.LoadChanges, back.LoadChanges);
            Assert.Equal(options.Load, back.Load);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
