using Presage.Simulation;
using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Sinks;
using Presage.Simulation.Topologies;
using static Presage.Tests.Simulation.TestShop;

namespace Presage.Tests.Simulation;

public sealed class SimulatorTests
{
    static readonly TimeSpan Minutes = TimeSpan.FromMinutes(3);

    [Fact]
    public void Run_SameSeedTwice_IsTheSameToTheLastBit()
    {
        var options = Everything() with { Sampling = 0.2 };
        var (first, second) = (new TotalsSink(), new TotalsSink());
        Simulator.Run(options, first);
        Simulator.Run(options, second);

        Assert.Equal(first.Bins.SelectMany(bin => bin), second.Bins.SelectMany(bin => bin));
        Assert.Equal(first.Spans, second.Spans);
        Assert.Equal(first.Logs, second.Logs);
        Assert.Equal(first.Changes, second.Changes);
    }

    [Fact]
    public void Run_OtherSeed_IsAnother()
    {
        var first = Run(Steady(Diamond(), Minutes)).Service("front", "requests");
        var second = Run(Steady(Diamond(), Minutes) with { Seed = 2 }).Service("front", "requests");

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Run_OtherSampling_HasTheSameMetrics()
    {
        var without = Run(Everything() with { Sampling = 0 });
        var with = Run(Everything() with { Sampling = 0.5 });

        Assert.Equal(without.Service("front", "latency_mean_ms"), with.Service("front", "latency_mean_ms"));
        Assert.Equal(without.Service("store", "cpu"), with.Service("store", "cpu"));
    }

    [Fact]
    public void Run_SixTimesAsLong_TakesNoMoreMemory()
    {
        // What the pools need is met in the first minutes; the rest of the time must not allocate.
        var allocated = Allocated(TimeSpan.FromMinutes(30)) - Allocated(TimeSpan.FromMinutes(5));

        Assert.InRange(allocated, long.MinValue, 200_000);

        static long Allocated(TimeSpan duration)
        {
            var options = Steady(Diamond(rate: 100), duration);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Simulator.Run(options, new NothingSink());
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Run_Summary_AgreesWithTheMetrics()
    {
        var sink = new TotalsSink();
        var summary = Simulator.Run(Everything() with { Sampling = 0.3 }, sink);

        Assert.Equal(18, summary.Bins);
        Assert.Equal(18, sink.Bins.Count);
        Assert.Equal(sink.Spans.Count, summary.Spans);
        Assert.Equal(sink.Logs.Count, summary.Logs);
        // What was under way at the end was counted as a call and not as an ended request.
        Assert.InRange(summary.Calls - sink.Services.Sum(service => service.Requests), 0, summary.MostUnderWay);
    }

    [Fact]
    public void Run_Cancelled_StopsWithoutAnEnd()
    {
        using var source = new CancellationTokenSource();
        var sink = new CancellingSink(source, afterBins: 3);

        Assert.Throws<OperationCanceledException>(() => Simulator.Run(Steady(Diamond(), TimeSpan.FromDays(300)), sink, null, source.Token));
        Assert.Equal(3, sink.Seen);
        Assert.False(sink.HasEnded);
    }

    [Fact]
    public void Run_ImpossibleScenario_NamesPlaceAndValue()
    {
        var options = Steady(Diamond(), Minutes) with
        {
            Faults = [new Fault { Kind = FaultKind.NetworkLoss, Target = "front->store", Start = default, End = TimeSpan.FromMinutes(1) }],
        };

        var problem = Assert.Throws<TopologyException>(() => Simulator.Run(options, new FrameSink()));
        Assert.Equal("faults[0].target: 'front->store': no service calls another like that; an edge is written caller->callee.", problem.Message);
    }

    // Faults of every kind that a diamond can have, a deployment, a migration and a burst of load.
    static SimulationOptions Everything() => new()
    {
        Topology = Diamond(rate: 60),
        Duration = Minutes,
        Load = new LoadProfile { Flashes = new FlashProfile { PerHour = 60 } },
        LoadChanges = [new LoadChange { Factor = 1.5, At = TimeSpan.FromSeconds(40) }],
        Faults =
        [
            .. Enum.GetValues<FaultKind>().Select((kind, index) => new Fault
            {
                Kind = kind,
                Target = kind switch
                {
                    FaultKind.NetworkDelay or FaultKind.NetworkLoss => "front->left",
                    FaultKind.TrafficSurge => "front/work",
                    FaultKind.NoisyNeighbour => "host-2",
                    _ => "left",
                },
                Start = TimeSpan.FromSeconds(10 * index),
                End = TimeSpan.FromSeconds((10 * index) + 50),
                Onset = index % 2 == 0 ? FaultOnset.Sudden : FaultOnset.Gradual,
            }),
        ],
        Deployments = [new Deployment { Service = "right", At = TimeSpan.FromSeconds(30) }],
        Migrations =
        [
            new Migration { Service = "right", Operation = "work", From = "store", To = "aside", ToOperation = "work", At = TimeSpan.FromMinutes(2) },
        ],
        ClockSkewMs = 5,
    };

    class NothingSink : ISimulationSink
    {
        public void Begin(SimulatedShop shop)
        {
        }

        public virtual void Metrics(in MetricsBin bin)
        {
        }

        public void Span(in SimulatedSpan span)
        {
        }

        public void Log(in SimulatedLog log)
        {
        }

        public void Change(in ShopChange change)
        {
        }

        public virtual void End(SimulationSummary summary)
        {
        }
    }

    sealed class CancellingSink(CancellationTokenSource source, int afterBins) : NothingSink
    {
        public int Seen { get; private set; }

        public bool HasEnded { get; private set; }

        public override void Metrics(in MetricsBin bin)
        {
            if (++Seen == afterBins)
            {
                source.Cancel();
            }
        }

        public override void End(SimulationSummary summary) => HasEnded = true;
    }
}
