using Presage.Simulation.Sinks;
using Presage.Simulation.Topologies;
using static Presage.Tests.Simulation.TestShop;

namespace Presage.Tests.Simulation.Engine;

/// <summary>What queueing theory says about single services and networks of them.</summary>
public sealed class QueueingTheoryTests
{
    // Four standard errors: a right simulator fails one seed in 16,000, and seeds are fixed.
    const double StandardErrors = 4;
    const int Batches = 50;

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(1, 0.8)]
    [InlineData(2, 0.7)]
    [InlineData(4, 0.85)]
    [InlineData(16, 0.9)]
    public void Waiting_ExponentialTimesAndSeveralWorkers_IsErlangC(int workers, double utilisation)
    {
        const double ServiceMs = 10;
        var rate = workers * utilisation / ServiceMs * 1000;
        var run = Run(Steady(Single(ServiceTime.Exponential(ServiceMs), rate, workers), Requests(400_000, rate)));

        var expected = ErlangC(workers, utilisation) * ServiceMs / (workers * (1 - utilisation));
        AssertMean(run, expected + ServiceMs, relativeBound: 0.12);
    }

    [Fact]
    public void Waiting_WorkersSpreadOverInstances_IsThatOfAllTogether()
    {
        var run = Run(Steady(Single(ServiceTime.Exponential(10), rate: 340, workers: 2, instances: 2), TimeSpan.FromMinutes(20)));

        AssertMean(run, 10 + (ErlangC(4, 0.85) * 10 / (4 * 0.15)), relativeBound: 0.12);
    }

    public static TheoryData<ServiceTimeKind, double> Variations { get; } = new()
    {
        { ServiceTimeKind.Constant, 0 },
        { ServiceTimeKind.Erlang, 0.25 },
        { ServiceTimeKind.LogNormal, Math.Exp(0.64) - 1 },
    };

    [Theory]
    [MemberData(nameof(Variations))]
    public void Waiting_AnyTimesAndOneWorker_IsPollaczekKhinchine(ServiceTimeKind kind, double squaredVariation)
    {
        var time = kind switch
        {
            ServiceTimeKind.Constant => ServiceTime.Constant(10),
            ServiceTimeKind.Erlang => ServiceTime.Erlang(10, 4),
            _ => ServiceTime.LogNormal(10, 0.8),
        };
        var run = Run(Steady(Single(time, rate: 70), Requests(400_000, 70)));

        AssertMean(run, 10 + (0.7 / 0.3 * 10 * (1 + squaredVariation) / 2), relativeBound: 0.12);
    }

    [Fact]
    public void Percentiles_OneWorker_AreThoseOfAnExponentialSojourn()
    {
        var run = Run(Steady(Single(ServiceTime.Exponential(10), rate: 60), TimeSpan.FromHours(2)) with { Step = TimeSpan.FromHours(1) });

        // The time in an M/M/1 system is exponential with mean 10 / (1 - 0.6) ms.
        Assert.Equal(25 * Math.Log(2), run.Mean("server", "latency_p50_ms", ..), 25 * Math.Log(2) * 0.04);
        Assert.Equal(25 * Math.Log(20), run.Mean("server", "latency_p95_ms", ..), 25 * Math.Log(20) * 0.04);
        Assert.Equal(25 * Math.Log(100), run.Mean("server", "latency_p99_ms", ..), 25 * Math.Log(100) * 0.06);
    }

    [Fact]
    public void Refusals_BoundedQueue_AreThoseOfMM1K()
    {
        const double Utilisation = 0.9;
        const int Places = 5; // one computes, four wait
        var sink = new TotalsSink();
        Presage.Simulation.Simulator.Run(Steady(Single(ServiceTime.Exponential(10), rate: 90, queueLimit: Places - 1), Requests(300_000, 90)), sink);

        var expected = (1 - Utilisation) * Math.Pow(Utilisation, Places) / (1 - Math.Pow(Utilisation, Places + 1));
        var share = (double)sink.Services[0].Refused / sink.Services[0].Requests;
        Assert.Equal(expected, share, expected * 0.03);
        Assert.Equal(sink.Services[0].Refused, sink.Services[0].Errors);
    }

    [Fact]
    public void Concurrency_EveryServiceOfANetwork_IsRateTimesLatency()
    {
        var run = Run(Steady(Diamond(rate: 300), TimeSpan.FromMinutes(5)));

        foreach (var service in run.Shop.Services)
        {
            var (concurrency, latency) = (run.Mean(service, "concurrency", ..), run.MeanLatencyMs(service));
            // Little's law is exact but for the few requests under way at the end.
            Assert.Equal(run.Mean(service, "workload", ..) * latency / 1000, concurrency, concurrency * 0.002);
        }
    }

    [Fact]
    public void Cpu_EveryServiceOfANetwork_IsRateTimesMeanOverWorkers()
    {
        var run = Run(Steady(Diamond(rate: 300), TimeSpan.FromMinutes(5)));

        foreach (var (service, meanMs) in new[] { ("front", 2.0), ("left", 3), ("right", 4), ("store", 2), ("aside", 3) })
        {
            var offered = run.Mean(service, "workload", ..) * meanMs / 1000 / 8;
            Assert.Equal(offered, run.Mean(service, "cpu", ..), offered * 0.02);
        }
    }

    [Fact]
    public void QueueLength_OneWorker_IsRateTimesWaiting()
    {
        var run = Run(Steady(Single(ServiceTime.Exponential(10), rate: 80), TimeSpan.FromHours(1)));

        var waitingMs = run.MeanLatencyMs("server") - 10;
        Assert.Equal(run.Mean("server", "workload", ..) * waitingMs / 1000, run.Mean("server", "queue_length", ..), 0.08);
    }

    // The mean with an error estimated from batches, which are long against the memory of the queue.
    static void AssertMean(FrameSink run, double expectedMs, double relativeBound)
    {
        var (requests, latency) = (run.Service("server", "requests"), run.Service("server", "latency_mean_ms"));
        var length = requests.Length / Batches;
        var means = Enumerable.Range(0, Batches).Select(batch =>
        {
            var bins = Enumerable.Range(batch * length, length).ToArray();
            return bins.Sum(bin => (double)requests[bin] * latency[bin]) / bins.Sum(bin => requests[bin]);
        }).ToArray();
        var mean = means.Average();
        var error = StandardErrors * Math.Sqrt(means.Sum(one => (one - mean) * (one - mean)) / (Batches - 1) / Batches);

        Assert.True(error < expectedMs * relativeBound, $"the bound {error:F3} ms is too wide to say anything about {expectedMs:F3} ms");
        Assert.Equal(expectedMs, mean, error);
    }

    static double ErlangC(int workers, double utilisation)
    {
        double load = workers * utilisation, term = 1, sum = 1;
        for (int busy = 1; busy < workers; busy++)
        {
            term *= load / busy;
            sum += term;
        }

        var all = term * load / workers / (1 - utilisation);
        return all / (sum + all);
    }

    // Whole batches of bins.
    static TimeSpan Requests(double count, double rate) => TimeSpan.FromSeconds(Math.Ceiling(count / rate / (10 * Batches)) * 10 * Batches);
}
