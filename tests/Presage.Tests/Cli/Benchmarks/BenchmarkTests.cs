using Presage.Cli.Benchmarks;

namespace Presage.Tests.Cli.Benchmarks;

public sealed class BenchmarkTests
{
    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, EngineCases.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Measure_EveryCase_RunsOnOneThreadAndOnTwo(int index)
    {
        var timer = new BenchmarkTimer(TimeProvider.System, TimeSpan.Zero);

        foreach (var threads in new[] { 1, 2 })
        {
            var result = timer.Measure(EngineCases.All[index], threads, CancellationToken.None);

            Assert.Equal(threads, result.Threads);
            Assert.True(result.BestMs > 0 && result.BestMs <= result.MedianMs, $"{result}");
            Assert.Equal(EngineCases.All[index].Items / result.MedianMs * 1e3, result.ItemsPerSecond, 1e-3);
        }
    }

    [Fact]
    public void Measure_Cancelled_Stops() => Assert.Throws<OperationCanceledException>(() =>
        new BenchmarkTimer(TimeProvider.System, TimeSpan.FromHours(1)).Measure(EngineCases.All[0], 1, new CancellationToken(canceled: true)));
}
