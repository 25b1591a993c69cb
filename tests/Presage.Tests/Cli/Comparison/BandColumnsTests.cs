using Presage.Cli.Comparison;

namespace Presage.Tests.Cli.Comparison;

public sealed class BandColumnsTests
{
    [Fact]
    public void Of_QuantileShown_RepeatsItsNumbersWithoutAPrefix()
    {
        var bands = MadeUpResult.Row("mine", "all", 1, 0.3).Bands;

        var numbers = BandColumns.Names.Zip(BandColumns.Of(bands)).ToDictionary(column => column.First, column => column.Second);

        Assert.Equal("quantile", BandColumns.Kind(bands));
        Assert.Equal(24, numbers.Count);
        Assert.Equal((0.801, 10, 11), (numbers["coverage80"], numbers["width95"], numbers["intervalScore80"]));
        Assert.Equal((0.801, 10, 11), (numbers["quantileCoverage80"], numbers["quantileWidth95"], numbers["quantileIntervalScore80"]));
        Assert.Equal((0.7, 2, 3), (numbers["splitCoverage80"], numbers["splitWidth95"], numbers["splitIntervalScore80"]));
        Assert.Equal((0.71, 6, 7), (numbers["adaptiveCoverage80"], numbers["adaptiveWidth95"], numbers["adaptiveIntervalScore80"]));
    }

    [Fact]
    public void Of_NoHead_ShowsTheAdaptiveBandsAndLeavesTheRestEmpty()
    {
        var bands = MadeUpResult.Row("mine", "all", 1, 0.3).Bands with { Quantile = null, IsQuantileShown = false };

        var numbers = BandColumns.Names.Zip(BandColumns.Of(bands)).ToDictionary(column => column.First, column => column.Second);

        Assert.Equal("adaptive", BandColumns.Kind(bands));
        Assert.Equal(0.71, numbers["coverage80"]);
        Assert.Null(numbers["quantileCoverage80"]);
    }
}
