using Presage.Telemetry.Datasets;

namespace Presage.Tests.Telemetry.Datasets;

public class RowBufferTests
{
    [Fact]
    public void Build_UnorderedRows_AreSortedAndCounted()
    {
        var rows = new RowBuffer("a", ["x"]);
        foreach (long time in (long[])[30, 10, 20, 40, 5])
        {
            rows.Add(time, [time]);
        }

        var series = rows.Build().Single();

        Assert.Equal([5, 10, 20, 30, 40], series.TimestampsMs.ToArray());
        Assert.Equal([5.0, 10, 20, 30, 40], series.Values.ToArray());
        Assert.Equal(2, rows.OutOfOrder);
    }

    [Fact]
    public void Build_DuplicateTimes_KeepTheValueThatArrivedLastOfEachMetric()
    {
        var rows = new RowBuffer("a", ["x", "y"]);
        rows.Add(20, [1, 2]);
        rows.Add(10, [5, 6]);
        rows.Add(20, [3, double.NaN]);
        rows.Add(20, [double.NaN, double.NaN]);

        var series = rows.Build().ToList();

        Assert.Equal([10, 20], series[0].TimestampsMs.ToArray());
        Assert.Equal([5.0, 3], series[0].Values.ToArray());
        Assert.Equal([6.0, 2], series[1].Values.ToArray());
        Assert.Equal(2, rows.Duplicates);
    }

    [Fact]
    public void Build_ManyRows_AreAllThere()
    {
        var rows = new RowBuffer("a", ["x", "y", "z"]);
        for (int i = 0; i < 10_000; i++)
        {
            rows.Add(i, [i, -i, 2 * i]);
        }

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => 2.0 * i), rows.Build().Last().Values.ToArray());
    }
}
