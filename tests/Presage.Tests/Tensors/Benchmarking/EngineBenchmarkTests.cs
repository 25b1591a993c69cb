using Presage.Tensors.Benchmarking;

namespace Presage.Tests.Tensors.Benchmarking;

public sealed class EngineBenchmarkTests
{
    [Theory]
    [InlineData("m1-train", 1)]
    [InlineData("m1-train", 2)]
    [InlineData("m1-infer-1", 1)]
    [InlineData("m1-infer-32", 2)]
    [InlineData("m2-train-20", 1)]
    [InlineData("m2-infer-1", 2)]
    [InlineData("gru", 1)]
    public void AllocatedBytes_AfterWarmUp_AreNone(string name, int threads)
    {
        using var benchmark = new EngineBenchmark(threads);
        Assert.Equal(0, benchmark.AllocatedBytes(name));
    }

    [Fact]
    public void Measure_UnknownCase_NamesTheOnesThereAre()
    {
        using var benchmark = new EngineBenchmark(1);
        var error = Assert.Throws<ArgumentException>(() => benchmark.Measure("m9", TimeSpan.Zero));
        Assert.Contains("'m9'", error.Message, StringComparison.Ordinal);
        Assert.Contains("m1-train", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_MatrixProduct_CountsItsOperations()
    {
        using var benchmark = new EngineBenchmark(1);
        var measured = benchmark.Measure("gemm", TimeSpan.Zero);
        Assert.True(measured.Calls >= 5);
        Assert.Equal(2d * 3072 * 64 * 64 / measured.Median / 1e6, measured.Rate, 1e-6);
    }
}
