using Presage.Telemetry.Windows;
using static Presage.Tests.Telemetry.Windows.FrameMaker;

namespace Presage.Tests.Telemetry.Windows;

public class FrameScalerTests
{
    [Fact]
    public void Fit_ObservedBins_GivesMeanAndPopulationDeviation()
    {
        var scaler = FrameScaler.Fit(Single(2, 4, Gap, 6), new BinRange(0, 4));

        Assert.Equal(4, scaler.Means[0]);
        Assert.Equal(Math.Sqrt(8 / 3.0), scaler.Deviations[0], 1e-6);
    }

    [Fact]
    public void Fit_ValuesAfterTheRangeChanged_IsTheSame()
    {
        var before = FrameScaler.Fit(Single(2, 4, 6, 8), new BinRange(0, 2));
        var after = FrameScaler.Fit(Single(2, 4, -900, Gap), new BinRange(0, 2));

        Assert.Equal(before.Means.ToArray(), after.Means.ToArray());
        Assert.Equal(before.Deviations.ToArray(), after.Deviations.ToArray());
    }

    [Fact]
    public void Transform_Unscale_IsTheIdentityAndKeepsGaps()
    {
        var frame = OfMetrics([1, 2, Gap, 4], [1000, -3000, 20, 7]);
        var scaler = FrameScaler.Fit(frame, new BinRange(0, 4));

        var scaled = scaler.Transform(frame);

        for (int metric = 0; metric < 2; metric++)
        {
            for (int bin = 0; bin < 4; bin++)
            {
                float value = frame.Values(0, metric)[bin];
                Assert.Equal(scaler.Scale(0, metric, value), scaled.Values(0, metric)[bin]);
                Assert.Equal(value, scaler.Unscale(0, metric, scaled.Values(0, metric)[bin]), 1e-3f);
            }
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(3f)]
    [InlineData(0.1f)]
    [InlineData(1e12f)]
    public void Fit_ConstantSeries_OnlyCentres(float constant)
    {
        var frame = Single(constant, constant, constant, constant);

        var scaler = FrameScaler.Fit(frame, new BinRange(0, 4));

        Assert.Equal(1, scaler.Deviations[0]);
        Assert.All(scaler.Transform(frame).Values(0, 0).ToArray(), value => Assert.Equal(0, value, 1e-6f * Math.Max(1, constant)));
    }

    [Fact]
    public void Fit_NothingObserved_LeavesValuesAsTheyAre()
    {
        var scaler = FrameScaler.Fit(Single(Gap, Gap, 5), new BinRange(0, 2));

        Assert.Equal(5, scaler.Scale(0, 0, 5));
    }

    [Fact]
    public void Transform_OtherMetrics_NamesBoth()
    {
        var scaler = FrameScaler.Fit(Single(1, 2), new BinRange(0, 2));
        var other = new Frame(0, 60_000, false, ["a"], ["y"], [1, 2]);

        var error = Assert.Throws<ArgumentException>(() => scaler.Transform(other));

        Assert.Contains("metrics are y; the scaling was fitted for x", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Logarithmic_ScalesTheLogarithmOfTheSizeInMeanSizes()
    {
        var scaler = FrameScaler.Fit(Single(1, 3, Gap, 8), new BinRange(0, 4), MetricScale.Logarithmic);

        double[] logarithms = [Math.Log(1 + (1 / 4.0)), Math.Log(1 + (3 / 4.0)), Math.Log(1 + (8 / 4.0))];
        double mean = logarithms.Average();
        Assert.Equal(4, scaler.Units[0]);
        Assert.Equal(mean, scaler.Means[0], 1e-6);
        Assert.Equal(Math.Sqrt(logarithms.Average(value => (value - mean) * (value - mean))), scaler.Deviations[0], 1e-6);
        Assert.Equal((logarithms[2] - mean) / scaler.Deviations[0], scaler.Scale(0, 0, 8), 1e-5);
    }

    [Fact]
    public void Fit_Logarithmic_UnscaleIsTheInverseOfBothSigns()
    {
        var frame = OfMetrics([0, 2, Gap, 4000], [1e-6f, -3e-6f, 0, 7e-6f]);
        var scaler = FrameScaler.FitPooled(frame, new BinRange(0, 4), MetricScale.Logarithmic);

        foreach (float value in (float[])[0, 1e-3f, 1, 500, 1e5f, -2, -700])
        {
            Assert.Equal(value, scaler.Unscale(0, 0, scaler.Scale(0, 0, value)), Math.Max(1e-3f, 1e-5f * Math.Abs(value)));
            Assert.Equal(value * 1e-6f, scaler.Unscale(0, 1, scaler.Scale(0, 1, value * 1e-6f)), Math.Max(1e-10f, 1e-11f * Math.Abs(value)));
        }
    }

    [Theory]
    [InlineData(1e6f)]
    [InlineData(-1e6f)]
    public void Unscale_LogarithmFarOut_StaysFinite(float value)
    {
        var scaler = FrameScaler.Fit(Single(1, 2, 3), new BinRange(0, 3), MetricScale.Logarithmic);

        float unscaled = scaler.Unscale(0, 0, value);
        Assert.True(float.IsFinite(unscaled * unscaled), $"{unscaled}");
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(3f)]
    [InlineData(float.NaN)]
    public void Fit_LogarithmicConstantOrMissing_GivesFiniteNumbers(float constant)
    {
        var scaler = FrameScaler.Fit(Single(constant, constant, 5), new BinRange(0, 2), MetricScale.Logarithmic);

        Assert.True(float.IsFinite(scaler.Scale(0, 0, 5)));
        Assert.Equal(5, scaler.Unscale(0, 0, scaler.Scale(0, 0, 5)), 1e-4f);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-1f)]
    public void New_UnitThatCannotScale_Throws(float unit) =>
        Assert.Throws<ArgumentException>(() => new FrameScaler(["a"], ["x"], [0], [1], [unit]));

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(0f, 0f)]
    [InlineData(0f, float.PositiveInfinity)]
    public void New_NumbersThatCannotScale_Throws(float mean, float deviation) =>
        Assert.Throws<ArgumentException>(() => new FrameScaler(["a"], ["x"], [mean], [deviation]));

    [Fact]
    public void New_WrongLength_Throws() => Assert.Throws<ArgumentException>(() => new FrameScaler(["a"], ["x", "y"], [0], [1]));
}
