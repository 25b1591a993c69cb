using Presage.Simulation;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;
using static Presage.Tests.Simulation.TestShop;

namespace Presage.Tests.Simulation.Engine;

/// <summary>Calls between services: probabilities, caches, timeouts, retries, messages, errors. Expectations are worked out by hand.</summary>
public sealed class CallTests
{
    const double Rate = 100;
    static readonly TimeSpan Time = TimeSpan.FromMinutes(10);

    [Fact]
    public void Calls_ProbabilityCacheAndCount_MultiplyTheLoad()
    {
        var call = Call("back") with { Probability = 0.5, CacheHitRatio = 0.4, Count = 3 };
        var run = Run(Pair(call));

        // 0.9 calls a request; the cache starts full.
        Assert.Equal(0.9 * Rate, run.Mean("back", "workload", ..), 0.9 * Rate * 0.02);
    }

    [Fact]
    public void Calls_AtTheSameTime_TakeTheLongerOne()
    {
        var both = Run(Pair(Call("back") with { Count = 2 }, ServiceTime.Exponential(10)));
        var one = Run(Pair(Call("back"), ServiceTime.Exponential(10)));

        // The longer of two exponential times is 1.5 times as long on average; there is hardly any queue.
        Assert.Equal(15, both.MeanLatencyMs("front"), 0.4);
        Assert.Equal(10, one.MeanLatencyMs("front"), 0.3);
    }

    [Fact]
    public void Calls_OneStepAfterTheOther_AddUp()
    {
        var topology = TwoServices(
            [StepSpec.Calling(Call("back")), StepSpec.Calling(Call("back"))], ServiceTime.Constant(10));

        Assert.Equal(20, Run(Steady(topology, Time)).MeanLatencyMs("front"), 0.05);
    }

    [Fact]
    public void Retries_FailingCallee_AreGeometric()
    {
        const double Failing = 0.3;
        var topology = TwoServices([StepSpec.Calling(Call("back") with { Retries = 2 })], ServiceTime.Constant(1), Failing);
        var sink = new TotalsSink();
        var summary = Simulator.Run(Steady(topology, Time), sink);

        var (front, back) = (sink.Services[0], sink.Services[1]);
        Assert.Equal(1 + Failing + (Failing * Failing), (double)back.Requests / front.Requests, 0.01);
        Assert.Equal(Math.Pow(Failing, 3), (double)front.Errors / front.Requests, 0.004);
        Assert.Equal(back.Requests - front.Requests, summary.Retries, 5.0);
    }

    [Fact]
    public void Optional_FailingCallee_DoesNotFailTheCaller()
    {
        var sink = new TotalsSink();
        Simulator.Run(Steady(TwoServices([StepSpec.Calling(Call("back") with { Optional = true })], ServiceTime.Constant(1), 0.5), Time), sink);

        Assert.Equal(0, sink.Services[0].Errors);
        Assert.InRange(sink.Services[1].Errors, 0.45 * sink.Services[1].Requests, 0.55 * sink.Services[1].Requests);
    }

    [Fact]
    public void Timeout_SlowCallee_EndsTheWaitAndNotTheWork()
    {
        const double TimeoutMs = 15;
        var sink = new TotalsSink();
        var summary = Simulator.Run(Steady(TwoServices([StepSpec.Calling(Call("back") with { TimeoutMs = TimeoutMs })], ServiceTime.Exponential(10), workers: 64), Time), sink);

        var (front, back) = (sink.Services[0], sink.Services[1]);
        Assert.Equal(Math.Exp(-TimeoutMs / 10), (double)front.Errors / front.Requests, 0.01);
        Assert.Equal(front.Errors, summary.Timeouts);
        Assert.Equal(front.Requests, back.Requests, 5.0);
        Assert.Equal(0, back.Errors);
        Assert.All(sink.Bins, bin => Assert.InRange(bin[0].LatencyP99Ms, 0, TimeoutMs * 1.05));
    }

    [Fact]
    public void Message_SlowConsumer_IsNotWaitedFor()
    {
        var run = Run(Pair(Call("back") with { Asynchronous = true }, ServiceTime.Constant(20)));

        Assert.InRange(run.MeanLatencyMs("front"), 0, 0.01);
        Assert.Equal(20, run.MeanLatencyMs("back"), 1.0);
        Assert.Equal(run.Mean("front", "workload", ..), run.Mean("back", "workload", ..), 0.1);
    }

    [Fact]
    public void Threads_SlowDependency_ExhaustTheCaller()
    {
        var topology = TwoServices([StepSpec.Calling(Call("back"))], ServiceTime.Constant(100), workers: 64);
        var bounded = topology with { Services = [topology.Services[0] with { Threads = 4, Instances = 1, QueueLimit = 2 }, topology.Services[1]] };
        var sink = new TotalsSink();
        Simulator.Run(Steady(bounded, Time), sink);

        // Four threads, each held for 100 ms: 40 requests a second get through.
        Assert.Equal(40, (double)(sink.Services[0].Requests - sink.Services[0].Refused) / Time.TotalSeconds, 1.0);
        Assert.Equal(sink.Services[0].Refused, sink.Services[0].Errors);
    }

    [Fact]
    public void Edge_Metrics_AreThoseOfItsCalls()
    {
        var run = Run(Steady(Diamond(rate: 100), Time) with { Topology = Diamond(rate: 100) with { NetworkMs = 5 } });

        Assert.Equal(["front->left", "front->right", "left->store", "right->store"], run.Edges.Entities);
        Assert.Equal(run.Service("left", "requests").Sum(), run.Edge("front->left", "calls").Sum(), 10.0);
        // The caller also waits for the network, there and back.
        Assert.Equal(run.MeanLatencyMs("left") + 10, run.Edge("front->left", "latency_mean_ms").Average(), 0.6);
    }

    static SimulationOptions Pair(CallSpec call, ServiceTime? time = null) =>
        Steady(TwoServices([StepSpec.Calling(call)], time ?? ServiceTime.Constant(1), workers: 64), Time);

    static ShopTopology TwoServices(StepSpec[] front, ServiceTime back, double errorRate = 0, int workers = 16) => new()
    {
        Name = "pair",
        Services =
        [
            Service("front", front),
            new ServiceSpec
            {
                Name = "back",
                Workers = workers,
                Operations = [new() { Name = "work", Steps = [StepSpec.Computing(back)], ErrorRate = errorRate }],
            },
        ],
        Entries = [new() { Service = "front", Operation = "work", Rate = Rate }],
        NetworkMs = 0,
    };
}
