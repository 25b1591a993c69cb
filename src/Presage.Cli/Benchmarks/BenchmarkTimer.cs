using Presage.Tensors.Execution;

namespace Presage.Cli.Benchmarks;

/// <summary>Times cases: warmed up, then as many runs as fit into a fixed time.</summary>
/// <param name="clock">The clock.</param>
sealed class BenchmarkTimer(TimeProvider clock)
{
    const int LeastRuns = 5;
    const int MostRuns = 1 << 16;
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.3);
    static readonly TimeSpan Budget = TimeSpan.FromSeconds(1.2);

    /// <summary>Times one case.</summary>
    public BenchmarkResult Measure(BenchmarkCase one, int threads, CancellationToken cancellation)
    {
        using var pool = new WorkerPool(threads);
        using var work = one.Create(pool);
        var times = new List<double>(MostRuns);
        Repeat(work, WarmUp, times, cancellation);
        times.Clear();
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        Repeat(work, Budget, times, cancellation);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        times.Sort();
        var median = times[times.Count / 2];
        return new BenchmarkResult(
            one.Name,
            threads,
            median,
            times[0],
            one.Operations / median / 1e6,
            one.Items / median * 1e3,
            allocated / times.Count,
            times.Count);
    }

    void Repeat(BenchmarkWork work, TimeSpan budget, List<double> times, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var before = clock.GetTimestamp();
            work.Run();
            times.Add(clock.GetElapsedTime(before).TotalMilliseconds);
        }
        while (times.Count < LeastRuns || (times.Count < MostRuns && clock.GetElapsedTime(started) < budget));
    }
}
