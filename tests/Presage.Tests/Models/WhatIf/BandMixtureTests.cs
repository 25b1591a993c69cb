using Presage.Models.WhatIf;

namespace Presage.Tests.Models.WhatIf;

public sealed class BandMixtureTests
{
    static readonly double[] Scores = [-1.959964, -1.281552, 0, 1.281552, 1.959964];

    [Fact]
    public void Quantiles_EqualMembers_AreTheirOwn()
    {
        double[] one = [-3, -1, 0.5, 4, 9];

        var mixed = BandMixture.Quantiles([one, one, one], Scores);

        Assert.All(one.Zip(mixed), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Quantiles_TwoFarMembers_SpanBoth()
    {
        double[] low = [-2, -1, 0, 1, 2];
        double[] high = [98, 99, 100, 101, 102];

        var mixed = BandMixture.Quantiles([low, high], Scores);

        Assert.InRange(mixed[1], -1, 0);
        Assert.InRange(mixed[3], 100, 101);
    }

    [Fact]
    public void Quantiles_ConstantMember_IsItsValue() => Assert.All(BandMixture.Quantiles([[5, 5, 5, 5, 5]], Scores), value => Assert.Equal(5, value));

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.9, 1.2815516)]
    [InlineData(0.975, 1.9599640)]
    [InlineData(0.001, -3.0902323)]
    public void Score_Probability_IsThePublishedOne(double probability, double score) =>
        Assert.Equal(score, NormalDistribution.Score(probability), 1e-4);
}
