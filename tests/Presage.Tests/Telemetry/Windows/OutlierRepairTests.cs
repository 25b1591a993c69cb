using Presage.Telemetry.Windows;

namespace Presage.Tests.Telemetry.Windows;

public class OutlierRepairTests
{
    static readonly OutlierOptions Options = new() { Window = 20 };

    [Fact]
    public void Apply_SingleSpike_BecomesMissing()
    {
        var values = Noise(100);
        values[50] = 90;

        var (repaired, removed) = OutlierRepair.Apply(FrameMaker.Single(values), Options);

        Assert.Equal(1, removed);
        Assert.True(float.IsNaN(repaired.Values(0, 0)[50]));
        Assert.Equal(values[51], repaired.Values(0, 0)[51]);
    }

    [Fact]
    public void Apply_ChangeOfLevel_IsKeptAfterTheFirstFew()
    {
        var values = Noise(100);
        for (int i = 50; i < 100; i++)
        {
            values[i] += 80;
        }

        var (repaired, removed) = OutlierRepair.Apply(FrameMaker.Single(values), Options);

        Assert.Equal(Options.MaximumRun, removed);
        Assert.Equal(values[53..], repaired.Values(0, 0)[53..].ToArray());
    }

    [Fact]
    public void Apply_LaterValuesChanged_EarlierAnswersStay()
    {
        var values = Noise(100);
        values[40] = -70;
        var (before, _) = OutlierRepair.Apply(FrameMaker.Single(values), Options);
        Array.Fill(values, 500, 60, 40);

        var (after, _) = OutlierRepair.Apply(FrameMaker.Single(values), Options);

        Assert.Equal(before.Values(0, 0)[..60].ToArray(), after.Values(0, 0)[..60].ToArray());
    }

    [Fact]
    public void Apply_FlatSeriesWithASmallStep_KeepsIt()
    {
        var values = new float[60];
        Array.Fill(values, 10, 0, 60);
        values[40] = 11;

        Assert.Equal(0, OutlierRepair.Apply(FrameMaker.Single(values), Options).Removed);
    }

    static float[] Noise(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(10 + random.NextDouble()))];
    }
}
