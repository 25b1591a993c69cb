using Presage.Telemetry.Topology;

namespace Presage.Tests.Telemetry.Topology;

public class LatencySketchTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(1.0)]
    public void Quantile_ManyLatencies_IsWithinTwoPercent(double share)
    {
        var random = new Random(11);
        var values = Enumerable.Range(0, 5000).Select(_ => Math.Exp((random.NextDouble() * 12) - 4)).ToArray();
        var sketch = new LatencySketch();
        Array.ForEach(values, value => sketch.Add(value));

        Array.Sort(values);
        double exact = values[Math.Max((int)Math.Ceiling(share * values.Length), 1) - 1];
        Assert.InRange(sketch.Quantile(share), exact * 0.9799, exact * 1.0201);
    }

    [Fact]
    public void Add_TwoSketches_EqualsOneOfAllValues()
    {
        var random = new Random(5);
        var (left, right, all) = (new LatencySketch(), new LatencySketch(), new LatencySketch());
        for (int i = 0; i < 1000; i++)
        {
            double value = Math.Pow(10, (random.NextDouble() * 8) - 4);
            (i % 3 == 0 ? left : right).Add(value);
            all.Add(value);
        }

        left.Add(right);

        Assert.Equal(1000, left.Count);
        Assert.All(Enumerable.Range(0, 101), percent => Assert.Equal(all.Quantile(percent / 100.0), left.Quantile(percent / 100.0)));
    }

    [Fact]
    public void Quantile_NoLatency_IsNaN() => Assert.Equal(double.NaN, new LatencySketch().Quantile(0.5));

    [Fact]
    public void Add_ZeroAndHugeValues_StayInRange()
    {
        var sketch = new LatencySketch();
        sketch.Add(0);
        sketch.Add(double.MaxValue);

        Assert.InRange(sketch.Quantile(0), 0.9e-6, 1.1e-6);
        Assert.InRange(sketch.Quantile(1), 0.9e9, 1.1e9);
    }

    [Fact]
    public void Add_NaN_IsRefused() => Assert.Throws<ArgumentException>(() => new LatencySketch().Add(double.NaN));
}
