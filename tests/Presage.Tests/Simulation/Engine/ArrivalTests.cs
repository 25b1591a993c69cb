using Presage.Simulation.Scenarios;
using Presage.Simulation.Sinks;
using Presage.Simulation.Topologies;
using static Presage.Tests.Simulation.TestShop;

namespace Presage.Tests.Simulation.Engine;

/// <summary>How requests arrive over the day and the week, in bursts, and under a changed load.</summary>
public sealed class ArrivalTests
{
    const double Rate = 5;
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Day_AmplitudeOfAHalf_FollowsItsFormula()
    {
        var run = Run(Days(1, new LoadProfile { DailyAmplitude = 0.5, Wander = 0, Bursts = null, Flashes = null }));

        var hours = PerSecond(run);
        for (var hour = 0; hour < 24; hour++)
        {
            // The middle of the hour stands for it.
            var angle = 2 * Math.PI * (hour + 0.5 - 20) / 24;
            var expected = Rate * (1 + (0.5 * ((0.8 * Math.Cos(angle)) + (0.2 * Math.Cos((2 * angle) + (7 * Math.PI / 6))))));
            Assert.Equal(expected, hours[hour], 5 * Math.Sqrt(expected / 3600) + 0.03);
        }
    }

    [Fact]
    public void Week_Saturday_HasTheShareOfAWeekend()
    {
        var friday = new DateTimeOffset(2024, 1, 5, 0, 0, 0, TimeSpan.Zero);
        var run = Run(Days(2, LoadProfile.Constant with { WeekendFactor = 0.4 }) with { Start = friday });

        var hours = PerSecond(run);
        Assert.Equal(Rate, hours[..24].Average(), 0.05);
        Assert.Equal(0.4 * Rate, hours[24..].Average(), 0.04);
    }

    [Fact]
    public void Bursts_FactorOfFour_TakeTheirShareOfTime()
    {
        var bursts = new BurstProfile { Factor = 4, MeanLength = TimeSpan.FromMinutes(5), MeanGap = TimeSpan.FromMinutes(20) };
        var run = Run(Days(4, LoadProfile.Constant with { Bursts = bursts }));

        var minutes = run.Service("server", "requests").Chunk(6).Select(bins => bins.Sum() / 60).ToArray();
        var raised = minutes.Count(rate => rate > 2.5 * Rate) / (double)minutes.Length;
        Assert.Equal(0.2, raised, 0.05);
        Assert.Equal(Rate * ((0.8 * 1) + (0.2 * 4)), minutes.Average(), 0.8);
        // Far more than the deviation of a Poisson process with the same mean.
        Assert.True(Variance(minutes) > 10 * minutes.Average() / 60);
    }

    [Fact]
    public void Flashes_ParetoCrowds_ComeOnTopOfTheRest()
    {
        var flashes = new FlashProfile { PerHour = 6, LeastSeconds = 5, Exponent = 2.5 };
        var plain = Run(Days(2, LoadProfile.Constant)).Service("server", "requests");
        var crowded = Run(Days(2, LoadProfile.Constant with { Flashes = flashes })).Service("server", "requests");

        // A crowd has 5 s x 2.5 / 1.5 of the rate on average, six times an hour.
        Assert.Equal(6 * 48 * 5 * Rate * 2.5 / 1.5, crowded.Sum() - plain.Sum(), 0.15 * 6 * 48 * 5 * Rate * 2.5 / 1.5);
        Assert.True(crowded.Max() > 2 * plain.Max());
        Assert.True(plain.Zip(crowded).Count(bin => bin.First > bin.Second) < 20);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(0.5)]
    public void LoadChange_FromATimeOn_MultipliesTheLoad(double factor)
    {
        var options = Steady(Diamond(rate: 50), Hour);
        var usual = Run(options).Service("front", "requests");
        var run = Run(options with { LoadChanges = [new LoadChange { Entry = "front/work", Factor = factor, At = Hour / 2 }] });

        var changed = run.Service("front", "requests");
        Assert.Equal(usual[..180], changed[..180]);
        Assert.Equal(factor, changed[180..].Sum() / usual[180..].Sum(), 0.02);
        Assert.Equal(Run(options).Service("aside", "requests"), run.Service("aside", "requests"));
    }

    [Fact]
    public void LoadChange_MoreLoad_KeepsTheUsualRequests()
    {
        // With a worker for everyone the usual requests take as long as before, so that a bin holds all of them and others.
        var options = Steady(Single(ServiceTime.Constant(1), rate: 20, workers: 500), Hour);
        var usual = Run(options).Service("server", "requests");
        var more = Run(options with { LoadChanges = [new LoadChange { Factor = 1.25 }] }).Service("server", "requests");
        var less = Run(options with { LoadChanges = [new LoadChange { Factor = 0.8 }] }).Service("server", "requests");

        Assert.All(usual.Zip(more), bin => Assert.True(bin.Second >= bin.First));
        Assert.All(usual.Zip(less), bin => Assert.True(bin.Second <= bin.First));
    }

    [Fact]
    public void Factor_OfTheProfile_MultipliesEverything()
    {
        var run = Run(Days(1, LoadProfile.Constant with { Factor = 0.5 }));

        Assert.Equal(0.5 * Rate, PerSecond(run).Average(), 0.05);
    }

    [Fact]
    public void LoadChange_FactorOfZero_LeavesNobody()
    {
        var run = Run(Days(1, new LoadProfile()) with { LoadChanges = [new LoadChange { Factor = 0, At = Hour }] });

        Assert.Equal(0, run.Service("server", "requests")[361..].Sum());
        Assert.True(float.IsNaN(run.Service("server", "latency_p95_ms")[^1]));
    }

    static SimulationOptions Days(int days, LoadProfile load) =>
        Steady(Single(ServiceTime.Constant(1), Rate, workers: 4), TimeSpan.FromDays(days)) with { Load = load };

    static double[] PerSecond(FrameSink run) => [.. run.Service("server", "requests").Chunk(360).Select(bins => bins.Sum() / 3600d)];

    static double Variance(float[] values)
    {
        var mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }
}
