using Presage.Models.WhatIf;

namespace Presage.Tests.Models.WhatIf;

public sealed class LoadResponseTests
{
    [Fact]
    public void At_RequestsThatComeSingly_ScatterByTheRoot()
    {
        var shift = new LoadResponse(4, Noisy(load => Math.Sqrt(load))).At(0, 0, 10);

        Assert.Equal(40, shift.Point, 1e-9);
        Assert.InRange(shift.Up, 2, 2.6);
    }

    [Fact]
    public void At_RequestsThatComeInWaves_ScatterInProportion() =>
        Assert.InRange(new LoadResponse(4, Noisy(load => 0.2 * load)).At(0, 0, 10).Up, 3.2, 4);

    [Fact]
    public void At_NoLoadAtAll_IsNothing() => Assert.Equal(new BandShift(0, 0, 0), new LoadResponse(0, Noisy(Math.Sqrt)).At(0, 0, 10));

    static double[] Noisy(Func<double, double> deviation)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, 4000).Select(bin =>
        {
            double load = 500 + (450 * Math.Sin(2 * Math.PI * bin / 1440));
            return load + (deviation(load) * SmallData.Gaussian(random));
        })];
    }
}
