using Presage.Simulation.Draws;
using Presage.Simulation.Engine;
using Presage.Simulation.Topologies;

namespace Presage.Tests.Simulation.Engine;

public sealed class TimeSamplerTests
{
    const int Draws = 200_000;

    public static TheoryData<string, double> Times { get; } = new()
    {
        { "constant", 0 },
        { "exponential", 1 },
        { "erlang", 1 / 3.0 },
        { "lognormal", Math.Exp(0.25) - 1 },
    };

    [Theory]
    [MemberData(nameof(Times))]
    public void Sample_Distribution_HasMeanAndVariation(string name, double squaredVariation)
    {
        var times = Sample(Named(name));

        var mean = times.Average();
        var variance = times.Average(time => (time - mean) * (time - mean));
        Assert.Equal(7, mean, 0.07);
        Assert.Equal(49 * squaredVariation, variance, Math.Max(1e-6, 49 * squaredVariation * 0.05));
    }

    [Theory]
    [InlineData(1.3)]
    [InlineData(2.5)]
    public void Sample_Pareto_HasMeanAndEnds(double exponent)
    {
        var times = Sample(ServiceTime.Pareto(7, exponent, mostMs: 700));

        Assert.Equal(7, times.Average(), 0.25);
        Assert.InRange(times.Max(), 100, 700);
        // Half of all lie below the median of the untruncated distribution, almost: least x 2^(1 / exponent).
        var median = times.Min() * Math.Pow(2, 1 / exponent);
        Assert.Equal(0.5, times.Count(time => time < median) / (double)Draws, 0.01);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-20, -9.262340089798408)]
    public void NormalQuantile_Probability_IsTabled(double probability, double expected) =>
        Assert.Equal(expected, NormalQuantile.Of(probability), 1e-12);

    static ServiceTime Named(string name) => name switch
    {
        "constant" => ServiceTime.Constant(7),
        "exponential" => ServiceTime.Exponential(7),
        "erlang" => ServiceTime.Erlang(7, 3),
        _ => ServiceTime.LogNormal(7, 0.5),
    };

    static double[] Sample(ServiceTime time)
    {
        var sampler = new TimeSampler(time);
        return [.. Enumerable.Range(0, Draws).Select(draw => sampler.Sample(Draw.Bits(5, (uint)draw), 0) / 1e6)];
    }
}
