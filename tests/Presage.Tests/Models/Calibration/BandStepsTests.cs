using Presage.Models.Calibration;

namespace Presage.Tests.Models.Calibration;

public sealed class BandStepsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(48)]
    public void Steps_ShortHorizon_AreAll(int horizon)
    {
        var steps = new BandSteps(horizon);

        Assert.Equal(Enumerable.Range(0, horizon), Enumerable.Range(0, steps.Count).Select(i => steps[i]));
    }

    [Theory]
    [InlineData(49)]
    [InlineData(96)]
    [InlineData(720)]
    public void Interpolate_LinearInTheStep_IsExact(int horizon)
    {
        var steps = new BandSteps(horizon);
        var values = Enumerable.Range(0, steps.Count).SelectMany(i => new[] { steps[i], 2f * steps[i] }).ToArray();
        var all = new float[2 * horizon];

        steps.Interpolate(values, all, 2);

        Assert.Equal(horizon - 1, steps[steps.Count - 1]);
        Assert.Equal(steps.Count, Enumerable.Range(0, steps.Count).Select(i => steps[i]).Distinct().Count());
        Assert.All(Enumerable.Range(0, horizon), step => Assert.Equal(step, all[2 * step], 1e-3));
        Assert.All(Enumerable.Range(0, horizon), step => Assert.Equal(2 * step, all[(2 * step) + 1], 1e-3));
    }
}
