using Presage.Telemetry.Datasets;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Telemetry.Datasets;

public class GeneratedClusterTests
{
    static readonly Recording Usual = GeneratedCluster.Create(new GeneratedClusterOptions());

    [Fact]
    public void Create_SameSeed_IsTheSameRecording()
    {
        var options = new GeneratedClusterOptions { Machines = 2, Days = 2, Seed = 5 };
        var first = GeneratedCluster.Create(options);
        var second = GeneratedCluster.Create(options);

        Assert.All(first.Series.Zip(second.Series), pair =>
        {
            Assert.True(pair.First.TimestampsMs.Span.SequenceEqual(pair.Second.TimestampsMs.Span));
            Assert.True(pair.First.Values.Span.SequenceEqual(pair.Second.Values.Span));
        });
    }

    [Fact]
    public void Create_OtherSeed_IsAnotherRecording() => Assert.NotEqual(
        GeneratedCluster.Create(new GeneratedClusterOptions { Machines = 1, Days = 1, Seed = 1 }).Series[0].Values.ToArray(),
        GeneratedCluster.Create(new GeneratedClusterOptions { Machines = 1, Days = 1, Seed = 2 }).Series[0].Values.ToArray());

    [Fact]
    public void Create_Usual_SaysThatItIsGenerated()
    {
        Assert.Equal("generated", Usual.Format);
        Assert.Contains("not measured", Usual.Source, StringComparison.Ordinal);
        Assert.True(Usual.HasCalendar);
        Assert.Equal(8, Usual.Entities.Count);
        Assert.Equal(5, Usual.Metrics.Count);
    }

    [Fact]
    public void Create_Usual_HasValuesInRangeAndSomeInvalidReadings()
    {
        Assert.All(Usual.Series, series => Assert.All(series.Values.ToArray(), value => Assert.True(double.IsNaN(value) || value is >= 0 and <= 100)));
        Assert.InRange(Usual.Report.InvalidValues, 1, Usual.Report.Rows / 100);
    }

    [Fact]
    public void Create_Usual_IsIrregularWithGaps()
    {
        var times = Usual.Series[0].TimestampsMs.ToArray();
        var gaps = times.Zip(times.Skip(1), (before, after) => after - before).ToList();

        Assert.Equal(60_000, Grid.InferStepMs(Usual));
        Assert.True(gaps.Distinct().Count() > 10);
        Assert.True(gaps.Max() >= 3_600_000, $"longest gap {gaps.Max()} ms");
    }

    [Fact]
    public void Create_Usual_HasDailyAndWeeklySeason()
    {
        var cpu = Grid.Align(Usual, new GridOptions { StepMs = 3_600_000 }).Values(0, 0);

        double afternoon = 0;
        double night = 0;
        double weekday = 0;
        double weekend = 0;
        for (int bin = 0; bin < cpu.Length; bin++)
        {
            double value = float.IsNaN(cpu[bin]) ? 0 : cpu[bin];
            afternoon += bin % 24 is >= 13 and < 17 ? value : 0;
            night += bin % 24 is >= 1 and < 5 ? value : 0;
            weekday += bin / 24 % 7 is 1 or 2 ? value : 0;
            weekend += bin / 24 % 7 is 5 or 6 ? value : 0;
        }

        Assert.True(afternoon > 1.5 * night, $"{afternoon} against {night}");
        Assert.True(weekday > 1.2 * weekend, $"{weekday} against {weekend}");
    }

    [Fact]
    public void Create_Usual_HasCorrelatedMachines()
    {
        var frame = Grid.Align(Usual, new GridOptions { StepMs = 300_000 });

        Assert.True(Correlation(frame.Values(0, 0), frame.Values(1, 0)) > 0.7);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Create_NothingToMake_Throws(int machines, int days) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GeneratedCluster.Create(new GeneratedClusterOptions { Machines = machines, Days = days }));

    static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var pairs = new List<(double A, double B)>();
        for (int i = 0; i < a.Length; i++)
        {
            if (!float.IsNaN(a[i]) && !float.IsNaN(b[i]))
            {
                pairs.Add((a[i], b[i]));
            }
        }

        double meanA = pairs.Average(pair => pair.A);
        double meanB = pairs.Average(pair => pair.B);
        return pairs.Sum(pair => (pair.A - meanA) * (pair.B - meanB))
            / Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.A - meanA, 2)) * pairs.Sum(pair => Math.Pow(pair.B - meanB, 2)));
    }
}
