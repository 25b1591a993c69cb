using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Sinks;
using static Presage.Tests.Simulation.TestShop;

namespace Presage.Tests.Simulation.Engine;

/// <summary>Every fault does what its documentation says, where and when it says so, and nothing before.</summary>
public sealed class FaultTests
{
    const int Before = 12;
    const int During = 60;
    static readonly TimeSpan Start = TimeSpan.FromSeconds(10 * Before);
    static readonly TimeSpan End = TimeSpan.FromSeconds(10 * (Before + During));
    static readonly TimeSpan Whole = TimeSpan.FromSeconds(10 * (Before + During + 12));
    static readonly Range InFault = (Before + 2)..(Before + During);
    static readonly Lazy<FrameSink> Healthy = new(() => Run(Scenario()));

    public static TheoryData<FaultKind> Kinds => [.. Enum.GetValues<FaultKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fault_AnyKind_ChangesNothingBeforeItsStart(FaultKind kind)
    {
        var run = Run(Scenario(Faulty(kind)));

        foreach (var service in run.Shop.Services)
        {
            foreach (var metric in run.Services.Metrics)
            {
                Assert.Equal(Healthy.Value.Service(service, metric)[..Before], run.Service(service, metric)[..Before]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fault_FromTheFirstMoment_RunsToTheEnd(FaultKind kind)
    {
        var fault = Faulty(kind) with { Start = TimeSpan.Zero, End = TimeSpan.FromMinutes(2), Onset = FaultOnset.Gradual };

        Assert.Equal(18, Run(Scenario(fault) with { Duration = TimeSpan.FromMinutes(3) }).Summary.Bins);
    }

    [Fact]
    public void CpuContention_HalfSeverity_SlowsComputingByItsShare()
    {
        var run = Run(Scenario(Faulty(FaultKind.CpuContention)));

        // 3 ms of computing take 1 / (1 - 0.9 x 0.5) times as long, and the other program shows in the processor's use.
        Assert.Equal(3 / 0.55, run.Mean("left", "latency_mean_ms", InFault) - Waiting(run), 0.5);
        Assert.InRange(run.Mean("left", "cpu", InFault), 0.45, 0.6);
    }

    [Fact]
    public void MemoryLeak_HalfSeverity_KillsAtTheEndAndSlowsBefore()
    {
        var run = Run(Scenario(Faulty(FaultKind.MemoryLeak)));

        var memory = run.Service("left", "memory_mib");
        Assert.True(memory[Before + 40] > memory[Before + 20] && memory[Before + 20] > memory[Before] + 50);
        Assert.Contains(run.Changes, change => change.Kind == ShopChangeKind.PodOutOfMemory && change.At > Start + (0.8 * (End - Start)));
        // Garbage of up to 30 % of the room stays after the fault, as before it.
        Assert.InRange(memory[(Before + 45)..(Before + 50)].Average(), 360, 512);
        Assert.InRange(memory[^1], 180, 280);
    }

    [Fact]
    public void SlowDependency_HalfSeverity_Waits200Ms()
    {
        var run = Run(Scenario(Faulty(FaultKind.SlowDependency)));

        Assert.Equal(200, run.Mean("left", "latency_mean_ms", InFault) - Healthy.Value.Mean("left", "latency_mean_ms", InFault), 12.0);
        Assert.Equal(Healthy.Value.Mean("left", "cpu", InFault), run.Mean("left", "cpu", InFault), 0.003);
    }

    [Fact]
    public void NetworkDelay_HalfSeverity_AddsItThereAndBackOnItsEdgeOnly()
    {
        var run = Run(Scenario(Faulty(FaultKind.NetworkDelay)));

        Assert.Equal(150, Mean(run, "front->left") - Mean(Healthy.Value, "front->left"), 3.0);
        Assert.Equal(Mean(Healthy.Value, "front->right"), Mean(run, "front->right"), 0.2);
    }

    [Fact]
    public void NetworkLoss_HalfSeverity_SendsAQuarterAgain()
    {
        var run = Run(Scenario(Faulty(FaultKind.NetworkLoss)));

        // Each way: the sum of p^i x 200 ms x 2^(i - 1) over at most six losses with p = 0.25.
        var expected = 2 * Enumerable.Range(1, 6).Sum(loss => Math.Pow(0.25, loss) * 200 * Math.Pow(2, loss - 1));
        Assert.Equal(expected, Mean(run, "front->left") - Mean(Healthy.Value, "front->left"), 12.0);
    }

    [Fact]
    public void ErrorReturns_HalfSeverity_FailHalfAndReachTheCaller()
    {
        var run = Run(Scenario(Faulty(FaultKind.ErrorReturns)));

        Assert.Equal(0.5, Errors(run, "left"), 0.02);
        Assert.Equal(0.5, Errors(run, "front"), 0.02);
        Assert.Equal(0, Errors(run, "right"));
    }

    [Fact]
    public void CrashLoop_HalfSeverity_TakesAwayOneOfTwo()
    {
        var run = Run(Scenario(Faulty(FaultKind.CrashLoop)));

        var crashes = run.Changes.Where(change => change.Kind == ShopChangeKind.PodCrashed).ToArray();
        Assert.InRange(crashes.Length, 3, 20);
        Assert.All(crashes, change => Assert.InRange(change.At, Start, End));
        Assert.InRange(run.Mean("left", "instances", InFault), 1.05, 1.8);
        Assert.Equal(2, run.Service("left", "instances")[^1]);
    }

    [Fact]
    public void TrafficSurge_HalfSeverity_TriplesItsEntryOnly()
    {
        var run = Run(Scenario(Faulty(FaultKind.TrafficSurge)));

        Assert.Equal(3, run.Mean("front", "workload", InFault) / Healthy.Value.Mean("front", "workload", InFault), 0.1);
        Assert.Equal(Healthy.Value.Service("aside", "requests"), run.Service("aside", "requests"));
    }

    [Fact]
    public void BadDeployment_HalfSeverity_IsSlowFailsAndIsRolledBack()
    {
        var run = Run(Scenario(Faulty(FaultKind.BadDeployment)));

        Assert.Equal(0.15, Errors(run, "left"), 0.015);
        Assert.Equal(3 * 2.5, run.Mean("left", "latency_mean_ms", InFault) - Waiting(run), 0.6);
        Assert.Equal([Start, End], run.Changes.Where(change => change.Kind == ShopChangeKind.Deployed).Select(change => change.At));
    }

    [Fact]
    public void NoisyNeighbour_HalfSeverity_SlowsWhatRunsOnItsMachine()
    {
        var run = Run(Scenario(Faulty(FaultKind.NoisyNeighbour)));

        foreach (var service in run.Shop.Services)
        {
            var ratio = run.Mean(service, "cpu", InFault) / Healthy.Value.Mean(service, "cpu", InFault);
            Assert.InRange(ratio, 0.6, 1.3);
        }

        Assert.True(run.Mean("front", "latency_p95_ms", InFault) > 1.1 * Healthy.Value.Mean("front", "latency_p95_ms", InFault));
    }

    [Fact]
    public void Gradual_ErrorReturns_RiseAndStay()
    {
        var run = Run(Scenario(Faulty(FaultKind.ErrorReturns) with { Onset = FaultOnset.Gradual }));

        var share = run.Service("left", "errors").Zip(run.Service("left", "requests"), (errors, requests) => errors / requests).ToArray();
        // Whole after 36 of 60 bins.
        Assert.Equal(0.25, share[(Before + 16)..(Before + 20)].Average(), 0.04);
        Assert.Equal(0.5, share[(Before + 36)..(Before + During)].Average(), 0.03);
        Assert.Equal(0, share[(Before + During + 1)..].Max());
    }

    [Fact]
    public void Overlapping_TwoErrorFaults_CombineAsIndependentOnes()
    {
        var run = Run(Scenario(Faulty(FaultKind.ErrorReturns), Faulty(FaultKind.ErrorReturns) with { Severity = 0.2 }));

        Assert.Equal(1 - (0.5 * 0.8), Errors(run, "left"), 0.02);
    }

    static Fault Faulty(FaultKind kind) => new()
    {
        Kind = kind,
        Target = kind switch
        {
            FaultKind.NetworkDelay or FaultKind.NetworkLoss => "front->left",
            FaultKind.TrafficSurge => "front/work",
            FaultKind.NoisyNeighbour => "host-1",
            _ => "left",
        },
        Start = Start,
        End = End,
    };

    static SimulationOptions Scenario(params Fault[] faults) => Steady(Diamond(rate: 100), Whole) with { Faults = faults };

    // What left spends on its call and the network, when nothing but its own computing changed.
    static double Waiting(FrameSink run) => run.Mean("left", "latency_mean_ms", ..Before) - 3;

    static double Mean(FrameSink run, string edge) => run.Edge(edge, "latency_mean_ms")[InFault].Average();

    static double Errors(FrameSink run, string service) =>
        run.Service(service, "errors")[InFault].Sum() / (double)run.Service(service, "requests")[InFault].Sum();
}
