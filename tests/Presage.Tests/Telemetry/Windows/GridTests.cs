using Presage.Telemetry;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Telemetry.Windows;

public class GridTests
{
    [Fact]
    public void Align_Mean_AveragesTheSamplesOfABin()
    {
        var frame = Grid.Align(Record([(0, 2), (30_000, 4), (60_000, 9), (200_000, 1)]), new GridOptions { StepMs = 60_000 });

        Assert.Equal([3, 9, float.NaN, 1], frame.Values(0, 0).ToArray());
    }

    [Theory]
    [InlineData(Aggregation.Last, 4)]
    [InlineData(Aggregation.Sum, 6)]
    [InlineData(Aggregation.Mean, 3)]
    public void Align_Aggregation_MakesOneValueOfTheBin(Aggregation aggregation, float expected)
    {
        var frame = Grid.Align(Record([(0, 2), (30_000, 4)]), new GridOptions { StepMs = 60_000, Aggregation = aggregation });

        Assert.Equal([expected], frame.Values(0, 0).ToArray());
    }

    [Fact]
    public void Align_Rate_IsTheIncreasePerSecondAndARestartCountsFromZero()
    {
        var frame = Grid.Align(
            Record([(0, 100), (60_000, 160), (90_000, 190), (120_000, 30), (180_000, 90)]),
            new GridOptions { StepMs = 60_000, Aggregation = Aggregation.Rate });

        // Bin 0 has no sample before it; bin 2 restarted at 30 within 30 s.
        Assert.Equal([float.NaN, 1, 1, 1], frame.Values(0, 0).ToArray());
    }

    [Fact]
    public void Align_RateOfALargeCounter_KeepsItsSmallIncrease()
    {
        var frame = Grid.Align(
            Record([(0, 1e12), (60_000, 1e12 + 60), (120_000, 1e12 + 180)]), new GridOptions { StepMs = 60_000, Aggregation = Aggregation.Rate });

        Assert.Equal([float.NaN, 1, 2], frame.Values(0, 0).ToArray());
    }

    [Fact]
    public void Align_MetricAggregation_OverridesTheUsualOne()
    {
        long[] times = [0, 30_000];
        var recording = new Recording("test", "test", true,
            [new RawSeries("a", "load", times, new double[] { 1, 3 }), new RawSeries("a", "events", times, new double[] { 1, 3 })], NoReport);

        var frame = Grid.Align(recording, new GridOptions
        {
            StepMs = 60_000,
            MetricAggregations = new Dictionary<string, Aggregation> { ["events"] = Aggregation.Sum },
        });

        Assert.Equal(2, frame.Values(0, 0)[0]);
        Assert.Equal(4, frame.Values(0, 1)[0]);
    }

    [Fact]
    public void Align_MissingValue_IsNotASample()
    {
        var frame = Grid.Align(Record([(0, double.NaN), (30_000, 4), (60_000, double.NaN)]), new GridOptions { StepMs = 60_000 });

        Assert.Equal([4, float.NaN], frame.Values(0, 0).ToArray());
    }

    [Fact]
    public void Align_NoStartGiven_BeginsAtAWholeStepAlsoBeforeTheEpoch()
    {
        var frame = Grid.Align(Record([(-90_000, 1), (30_000, 2)]), new GridOptions { StepMs = 60_000 });

        Assert.Equal(-120_000, frame.StartMs);
        Assert.Equal([1, float.NaN, 2], frame.Values(0, 0).ToArray());
    }

    [Fact]
    public void Align_SpanGiven_LeavesOutWhatLiesOutside()
    {
        var frame = Grid.Align(
            Record([(0, 1), (60_000, 2), (120_000, 3)]), new GridOptions { StepMs = 60_000, StartMs = 60_000, EndMs = 240_000 });

        Assert.Equal([2, 3, float.NaN], frame.Values(0, 0).ToArray());
    }

    [Fact]
    public void Align_OneWrongTime_IsRefusedBeforeItTakesAllMemory()
    {
        var error = Assert.Throws<DataFormatException>(() => Grid.Align(
            Record([(0, 1), (1_700_000_000_000, 2)]), new GridOptions { StepMs = 1000 }));

        Assert.Contains("1700000001 bins", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Align_NoSample_Throws() => Assert.Throws<DataFormatException>(() => Grid.Align(Record([]), new GridOptions()));

    [Fact]
    public void Align_EndBeforeStart_Throws() => Assert.Throws<ArgumentException>(() =>
        Grid.Align(Record([(0, 1)]), new GridOptions { StepMs = 1000, StartMs = 10, EndMs = 10 }));

    [Theory]
    [InlineData(new long[] { 0, 7000, 14_000, 21_000 }, 7000)]
    [InlineData(new long[] { 0, 60_000, 130_000, 180_000, 250_000, 320_000 }, 60_000)]
    [InlineData(new long[] { 0, 280_000, 590_000, 900_000 }, 300_000)]
    [InlineData(new long[] { 5 }, 60_000)]
    public void InferStepMs_FindsTheInterval(long[] times, long expected) =>
        Assert.Equal(expected, Grid.InferStepMs(Record([.. times.Select(time => (time, 1.0))])));

    static Recording Record((long TimeMs, double Value)[] samples) => new("test", "test", true,
        [new RawSeries("a", "x", samples.Select(one => one.TimeMs).ToArray(), samples.Select(one => one.Value).ToArray())], NoReport);

    static ReadingReport NoReport => new(0, 0, 0, 0, 0, 0, 0);
}
