using Presage.Models.Artefacts;
using Presage.Models.Calibration;
using Presage.Models.WhatIf;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.WhatIf;

/// <summary>A service that starts an instance for every twenty requests a second.</summary>
public sealed class InstancePathsTests
{
    const int Horizon = 8;
    const double OfOne = 30; // requests a second that an instance can serve
    static readonly string[] Metrics = ["workload", "latency_ms", "instances"];

    [Fact]
    public void Create_ServiceThatScales_GetsInstancesAndKeepsItsLatency()
    {
        var frame = Frame();
        var usual = Usual(frame);

        var changed = WhatIfForecast.Create(new WhatIfRequest { Usual = usual, Changes = [new LoadFactor(null, 2)] }).Changed.Series;

        var (before, after) = (usual.Series[2].Point[^1], changed[2].Point[^1]);
        Assert.InRange(after, 1.7 * before, 2.2 * before);
        Assert.InRange(changed[2].Point[0], before, after - 0.5); // instances take their time
        Assert.InRange(changed[1].Point[^1], 0.8 * usual.Series[1].Point[^1], 1.3 * usual.Series[1].Point[^1]);
        Assert.True(changed[1].Point[0] > 1.15 * changed[1].Point[^1], "until they come, requests wait longer");
    }

    static Frame Frame()
    {
        var random = new Random(6);
        double[] load = MadeUpServices.Load(200, 4);
        double[] instances = [.. load.Select(one => Math.Ceiling(one / 20))];
        double[] latency = [.. load.Zip(instances, (one, count) => MadeUpServices.Latency(one / count, OfOne) * Math.Exp(0.05 * SmallData.Gaussian(random)))];
        return new Frame(0, 60_000, true, ["shop"], Metrics, [.. load.Concat(latency).Concat(instances).Select(value => (float)value)]);
    }

    static ForecastResult Usual(Frame frame) => new(frame, [.. Metrics.Select((metric, index) =>
    {
        float point = index == 0 ? 100 : index == 1 ? (float)MadeUpServices.Latency(100 / 6.0, OfOne) : 6;
        float[] Ends(float share) => [.. Enumerable.Repeat(point * (1 + share), Horizon)];
        return new SeriesForecast(
            "shop",
            metric,
            frame.TimeMs(frame.Bins - 1),
            [.. Enumerable.Range(frame.Bins, Horizon).Select(frame.TimeMs)],
            Ends(0),
            [.. BandLevels.All.Select((level, place) => new ForecastBand(level, Ends(-0.1f * (place + 1)), Ends(0.1f * (place + 1))))],
            false);
    })], []);
}
