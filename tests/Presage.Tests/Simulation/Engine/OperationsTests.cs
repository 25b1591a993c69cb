using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;
using static Presage.Tests.Simulation.TestShop;

namespace Presage.Tests.Simulation.Engine;

/// <summary>What operators do to a shop: scaling, deployments, migrations.</summary>
public sealed class OperationsTests
{
    [Fact]
    public void Autoscaling_LoadDoubles_KeepsTheUtilisation()
    {
        var topology = Scaled(rate: 400);
        var run = Run(Steady(topology, TimeSpan.FromMinutes(20)) with
        {
            LoadChanges = [new LoadChange { Factor = 2, At = TimeSpan.FromMinutes(10) }],
        });

        // 400 requests of 10 ms keep 4 workers busy: 8 at half use, then 16.
        Assert.Equal(8, run.Service("server", "instances")[50]);
        Assert.InRange(run.Service("server", "instances")[^1], 15, 18);
        Assert.Equal(0.5, run.Mean("server", "cpu", 100..120), 0.06);
        Assert.Contains(run.Changes, change => change.Kind == ShopChangeKind.Scaled && change.At > TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Autoscaling_LoadHalves_WaitsForCalm()
    {
        var run = Run(Steady(Scaled(rate: 400), TimeSpan.FromMinutes(20)) with
        {
            LoadChanges = [new LoadChange { Factor = 0.5, At = TimeSpan.FromMinutes(10) }],
        });

        Assert.Equal(8, run.Service("server", "instances")[60 + 20]);
        Assert.InRange(run.Service("server", "instances")[^1], 4, 5);
    }

    [Fact]
    public void Deployment_TwoInstances_ReplacesBothWithoutAFailure()
    {
        var run = Run(Steady(Diamond(), TimeSpan.FromMinutes(3)) with
        {
            Deployments = [new Deployment { Service = "left", At = TimeSpan.FromMinutes(1) }],
        });

        var pods = run.Changes.Where(change => change.Kind is ShopChangeKind.PodReady or ShopChangeKind.PodStopped)
            .Where(change => run.Shop.Services[change.Service] == "left")
            .ToArray();
        var stopped = pods.Where(change => change.Kind == ShopChangeKind.PodStopped).Select(change => change.Pod).ToArray();
        Assert.Equal(pods.Take(2).Select(change => change.Pod).Order(), stopped.Order());
        Assert.Equal(4, pods.Count(change => change.Kind == ShopChangeKind.PodReady));
        Assert.Equal(0, run.Service("front", "errors").Sum());
        Assert.InRange(run.Service("left", "instances").Min(), 2, 2);
    }

    [Fact]
    public void Deployment_CacheInTheCaller_IsEmptyAndFillsAgain()
    {
        var topology = Diamond(rate: 100);
        topology = topology with
        {
            Services =
            [
                .. topology.Services.Select(service => service.Name != "left" ? service : Service(
                    "left",
                    StepSpec.Computing(ServiceTime.Exponential(3)),
                    StepSpec.Calling(Call("store") with { CacheHitRatio = 0.9 }))),
            ],
        };
        var run = Run(Steady(topology, TimeSpan.FromMinutes(20)) with
        {
            Deployments = [new Deployment { Service = "left", At = TimeSpan.FromMinutes(2) }],
        });

        var calls = run.Edge("left->store", "calls");
        Assert.Equal(100, calls[..12].Average(), 12.0);
        Assert.InRange(calls[12], 900, 1100);
        Assert.Equal(100, calls[100..].Average(), 12.0);
    }

    [Fact]
    public void Migration_OfAnOperation_MovesItsCallsAndNoOthers()
    {
        var run = Run(Steady(Diamond(rate: 100), TimeSpan.FromMinutes(2)) with
        {
            Migrations =
            [
                new Migration { Service = "left", Operation = "work", From = "store", To = "aside", ToOperation = "work", At = TimeSpan.FromMinutes(1) },
            ],
        });

        Assert.Equal(["front->left", "front->right", "left->store", "right->store", "left->aside"], run.Edges.Entities);
        Assert.Equal(0, run.Edge("left->store", "calls")[7..].Sum());
        Assert.Equal(0, run.Edge("left->aside", "calls")[..6].Sum());
        Assert.Equal(run.Service("left", "requests")[7..].Sum(), run.Edge("left->aside", "calls")[7..].Sum(), 10.0);
        Assert.True(run.Edge("right->store", "calls")[7..].Min() > 500);
    }

    static ShopTopology Scaled(double rate)
    {
        var topology = Single(ServiceTime.Exponential(10), rate, instances: 8);
        return topology with { Services = [topology.Services[0] with { Autoscaling = new AutoscalingSpec { Most = 30 } }] };
    }
}
