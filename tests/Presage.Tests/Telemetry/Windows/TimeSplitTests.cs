using Presage.Telemetry.Windows;

namespace Presage.Tests.Telemetry.Windows;

public class TimeSplitTests
{
    [Theory]
    [InlineData(11_520, 8064, 9216)]
    [InlineData(7588, 5311, 6071)]
    [InlineData(10, 7, 8)]
    public void ByShare_Usual_RoundsTrainAndTestDown(int bins, int validationStart, int testStart)
    {
        var split = TimeSplit.ByShare(bins);

        Assert.Equal(new BinRange(0, validationStart), split.Train);
        Assert.Equal(new BinRange(validationStart, testStart), split.Validation);
        Assert.Equal(new BinRange(testStart, bins), split.Test);
    }

    [Fact]
    public void ByShare_PurgeGap_ShortensTrainAndValidationOnly()
    {
        var split = TimeSplit.ByShare(1000, purgeBins: 20);

        Assert.Equal(new TimeSplit(new(0, 680), new(700, 780), new(800, 1000)), split);
    }

    [Fact]
    public void Purge_LongerThanARange_Throws() => Assert.Throws<ArgumentException>(() => TimeSplit.ByShare(100, purgeBins: 10));

    [Theory]
    [InlineData(0.7, 0.1, 0.3)]
    [InlineData(1, 0, 0)]
    [InlineData(double.NaN, 0.1, 0.2)]
    public void ByShare_SharesThatDoNotFit_Throws(double train, double validation, double test) =>
        Assert.Throws<ArgumentException>(() => TimeSplit.ByShare(100, train, validation, test));

    [Fact]
    public void Ett_HasThePublishedBorders()
    {
        Assert.Equal(new TimeSplit(new(0, 8640), new(8640, 11_520), new(11_520, 14_400)), TimeSplit.EttHourly);
        Assert.Equal(new TimeSplit(new(0, 34_560), new(34_560, 46_080), new(46_080, 57_600)), TimeSplit.EttMinutely);
    }
}
