using Presage.Simulation.Engine;

namespace Presage.Tests.Simulation.Engine;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void Quantile_ManyDurations_LiesWithinABucketOfTheTrueOne(double share)
    {
        var random = new Random(3);
        var durations = Enumerable.Range(0, 5000).Select(_ => (long)(1e6 * Math.Exp(2 * random.NextDouble()) / random.NextDouble())).ToArray();
        var histogram = Filled(durations);

        Array.Sort(durations);
        var exact = durations[(int)(share * durations.Length) - 1];
        Assert.Equal(exact, histogram.Quantile(share), exact / 32.0);
        Assert.Equal(durations.Average(), histogram.MeanNs, 1e-3);
    }

    [Fact]
    public void Add_TwoHistograms_EqualsOneOfAll()
    {
        long[] first = [5_000, 7_000_000, 12_000_000], second = [0, 3_000_000_000, 900_000_000_000];
        var sum = Filled(first);
        sum.Add(Filled(second));
        var both = Filled([.. first, .. second]);

        foreach (var share in new[] { 0, 0.2, 0.5, 0.8, 1 })
        {
            Assert.Equal(both.Quantile(share), sum.Quantile(share));
        }

        Assert.Equal(both.MeanNs, sum.MeanNs);
        Assert.Equal(6, sum.Count);
    }

    [Fact]
    public void Quantile_EqualDurations_StaysInTheirBucket()
    {
        var histogram = Filled([.. Enumerable.Repeat(10_000_000L, 100)]);

        Assert.InRange(histogram.Quantile(0), 9_700_000, 10_000_000);
        Assert.InRange(histogram.Quantile(1), 10_000_000, 10_350_000);
    }

    [Fact]
    public void Clear_Filled_IsEmpty()
    {
        var histogram = Filled([1_000_000, 2_000_000]);
        histogram.Clear();

        Assert.Equal(0, histogram.Count);
        Assert.True(double.IsNaN(histogram.Quantile(0.5)));
        histogram.Record(4_000_000);
        Assert.InRange(histogram.Quantile(0), 3_900_000, 4_000_000);
    }

    static LatencyHistogram Filled(long[] durations)
    {
        var histogram = new LatencyHistogram();
        foreach (var duration in durations)
        {
            histogram.Record(duration);
        }

        return histogram;
    }
}
