using Presage.Tensors.Execution;

namespace Presage.Cli.Benchmarks;

/// <summary>Times cases: warmed up, then as many runs as fit into a fixed time.</summary>
/// <param name="clock">The clock.</param>
/// <param name="budget">How long a case is timed; a few runs at least.</param>
sealed class BenchmarkTimer(TimeProvider clock, TimeSpan budget)
{
    const int LeastRuns = 5;
    const int MostRuns = 1 << 16;
    const int WarmUpShare = 4;

    /// <summary>Times one case.</summary>
    public BenchmarkResult Measure(BenchmarkCase one, int threads, CancellationToken cancellation)
    {
        using var pool = new WorkerPool(threads);
        using var work = one.Create(pool);
        var times = new List<double>(MostRuns);
        Repeat(work, budget / WarmUpShare, times, cancellation);
        times.Clear();
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        Repeat(work, budget, times, cancellation);
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

    void Repeat(BenchmarkWork work, TimeSpan length, List<double> times, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var before = clock.GetTimestamp();
            work.Run();
            times.Add(clock.GetElapsedTime(before).TotalMilliseconds);
        }
        while (times.Count < LeastRuns || (times.Count < MostRuns && clock.GetElapsedTime(started) < length));
    }
}
