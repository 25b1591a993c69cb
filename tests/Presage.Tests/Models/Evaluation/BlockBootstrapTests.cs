using Presage.Models.Evaluation;

namespace Presage.Tests.Models.Evaluation;

public sealed class BlockBootstrapTests
{
    static readonly double[] Ones = [.. Enumerable.Repeat(1.0, 20)];

    [Fact]
    public void Compare_EveryBlockBetter_IsSignificant()
    {
        double[] differences = [.. Enumerable.Range(0, 20).Select(block => -1 - (0.1 * (block % 3)))];

        var (difference, low, high, p) = BlockBootstrap.Compare(differences, Ones, 1);

        Assert.Equal(differences.Average(), difference, 1e-12);
        Assert.True(low < difference && difference < high && high < 0);
        Assert.True(p < 0.001);
    }

    [Fact]
    public void Compare_SignAlternates_IsNotSignificant()
    {
        double[] differences = [.. Enumerable.Range(0, 20).Select(block => block % 2 == 0 ? 1.0 : -1.0)];

        Assert.True(BlockBootstrap.Compare(differences, Ones, 1).P > 0.5);
    }

    [Fact]
    public void Compare_SidesExchanged_MirrorsEverything()
    {
        var random = new Random(3);
        double[] differences = [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble() - 0.3)];

        var one = BlockBootstrap.Compare(differences, Ones, 1);
        var other = BlockBootstrap.Compare([.. differences.Select(value => -value)], Ones, 1);

        Assert.Equal(one.P, other.P);
        Assert.Equal(one.Difference, -other.Difference, 1e-12);
        Assert.Equal(one.Low, -other.High, 0.02);
    }

    [Fact]
    public void Compare_NoDifference_HasPOfOne() => Assert.Equal(1, BlockBootstrap.Compare(new double[20], Ones, 1).P);

    [Fact]
    public void Compare_OneBlock_ClaimsNothing() => Assert.Equal(1, BlockBootstrap.Compare([-5], [1], 1).P);

    [Fact]
    public void Compare_SameSeed_GivesTheSameNumbers() => Assert.Equal(
        BlockBootstrap.Compare([1, 2, -3, 4], [1, 2, 3, 4], 7), BlockBootstrap.Compare([1, 2, -3, 4], [1, 2, 3, 4], 7));

    [Fact]
    public void Compare_TrueDifferenceOfZero_IsSignificantAboutAsOftenAsPromised()
    {
        var random = new Random(17);
        var significant = Enumerable.Range(0, 200).Count(_ =>
        {
            double[] differences = [.. Enumerable.Range(0, 20).Select(_ => SmallData.Gaussian(random))];
            return BlockBootstrap.Compare(differences, Ones, 1).P < 0.05;
        });

        Assert.InRange(significant, 2, 26); // 5 % of 200 is 10; the bootstrap of 20 blocks is a little bold
    }
}
