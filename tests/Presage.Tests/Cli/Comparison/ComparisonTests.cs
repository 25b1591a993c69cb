using Presage.Cli.Comparison;

namespace Presage.Tests.Cli.Comparison;

public sealed class ComparisonTests
{
    [Fact]
    public void Reading_FirstModelBest_NamesTheNextAndTheProbability()
    {
        var lines = ComparisonReading.Of(MadeUpResult.Of(0.004, ("mine", 0.3), ("last", 0.6), ("ridge", 0.4)));

        Assert.Equal("mine has the smallest squared error over steps 1-2: 0.3000, 25.0 % below ridge, the next best (p 0.004: more than chance).", lines[0]);
        Assert.Equal("last has the largest, 0.6000.", lines[1]);
        Assert.Equal("The 80 % bands of mine held 80.1 % of the outcomes, its 95 % bands 94.9 %.", lines[2]);
    }

    [Fact]
    public void Reading_FirstModelBeaten_SaysByWhomAndThatChanceCanExplainIt()
    {
        var lines = ComparisonReading.Of(MadeUpResult.Of(0.3, ("mine", 0.5), ("ridge", 0.4)));

        Assert.Equal("ridge has the smallest squared error over steps 1-2: 0.4000; mine lies 25.0 % above it (p 0.300: chance can explain it).", lines[0]);
    }

    [Fact]
    public void HorizonNames_StepAndRange_AreToldApart()
    {
        var names = new HorizonNames(MadeUpResult.Of(0.5, ("mine", 1)));

        Assert.Equal("step 2", names.Show("2"));
        Assert.Equal("steps 1-2", names.Show("all"));
        Assert.Null(names.SingleStep("all"));
    }

    [Fact]
    public void Group_SeveralSeeds_HaveMeanAndSampleDeviation()
    {
        var entry = Assert.Single(ComparisonEntry.Group([
            MadeUpResult.Row("mine", "all", 1, 0.2), MadeUpResult.Row("mine", "all", 2, 0.3), MadeUpResult.Row("mine", "all", 3, 0.4)]));

        Assert.Equal(0.3, entry.Mse, 1e-12);
        Assert.Equal(0.1, entry.MseDeviation!.Value, 1e-12);
        Assert.Equal(0.05, entry.MaeDeviation!.Value, 1e-12);
    }

    [Fact]
    public void Report_Rows_CarryTheTestAgainstTheFirstModel()
    {
        var rows = ComparisonReport.Rows(MadeUpResult.Of(0.02, ("mine", 0.3), ("ridge", 0.4)));

        Assert.Equal(["2", "1-2", "2", "1-2"], rows.Select(row => row.Horizon));
        Assert.Equal([null, null, null, 0.02], rows.Select(row => row.PValue));
    }
}
