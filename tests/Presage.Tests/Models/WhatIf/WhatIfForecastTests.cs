using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.WhatIf;
using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;
using static Presage.Tests.Models.WhatIf.MadeUpServices;

namespace Presage.Tests.Models.WhatIf;

public sealed class WhatIfForecastTests
{
    const double Capacity = 120;
    static readonly Frame One = Frame(("shop", Load(100, 3), Capacity));

    [Fact]
    public void Create_FactorOne_IsTheUsualForecast()
    {
        var result = Ask(One, 1);

        Assert.All(result.Usual.Series.Zip(result.Changed.Series), pair => Assert.Same(pair.First, pair.Second));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(1.2)]
    public void Create_QueueSeenUpToItsPeak_FindsTheLatencyInsideWhatWasSeen(double factor)
    {
        // The newest load is 80 or so: all of these lie within the hundred that were seen.
        var result = Ask(One, factor);

        var (usual, changed) = (Of(result.Usual, "latency_mean_ms"), Of(result.Changed, "latency_mean_ms"));
        double load = Of(result.Usual, "workload").Point[0];
        double truth = usual.Point[0] * Latency(factor * load, Capacity) / Latency(load, Capacity);
        Assert.Equal(truth, changed.Point[0], 0.06 * truth);
        Assert.InRange(truth, changed.Bands[0].Lower[0], changed.Bands[0].Upper[0]);
        Assert.Equal(factor * load, Of(result.Changed, "workload").Point[0], 1e-3 * load);
        Assert.False(result.Loads[0].IsBeyondHistory);
    }

    [Fact]
    public void Create_BeyondWhatWasSeen_WidensAndSaysSo()
    {
        double load = Of(Usual(One), "workload").Point[0];
        double factor = 112 / load; // a ninth over the highest load, near the capacity

        var result = Ask(One, factor);

        var changed = Of(result.Changed, "latency_mean_ms");
        double truth = Of(result.Usual, "latency_mean_ms").Point[0] * Latency(112, Capacity) / Latency(load, Capacity);
        Assert.InRange(truth, changed.Bands[0].Lower[^1], changed.Bands[0].Upper[^1]);
        Assert.True(Width(changed) > 2 * Width(Of(Ask(One, 95 / load).Changed, "latency_mean_ms")));
        Assert.True(result.Loads[0].IsBeyondHistory);
        Assert.InRange(result.Loads[0].Reach, 1.05, 1.25);
        Assert.InRange(result.Loads[0].Capacity!.Value, 0.85 * Capacity, 1.2 * Capacity);
    }

    [Fact]
    public void Create_FarBeyondCapacity_StaysFinite()
    {
        var result = Ask(One, 10);

        Assert.All(result.Changed.Series, series => Assert.All(Values(series), value => Assert.True(float.IsFinite(value))));
        Assert.True(result.Loads[0].BeyondCapacity > 0.9);
        Assert.True(Of(result.Changed, "latency_mean_ms").Point[^1] > 5 * Of(result.Usual, "latency_mean_ms").Point[^1]);
        Assert.True(Of(result.Changed, "errors").Bands[0].Upper[^1] > 0);
        Assert.InRange(Of(result.Changed, "cpu").Point[^1], 0.9, 1.0001);
    }

    [Fact]
    public void Create_MoreLoad_IsNeverLess()
    {
        var before = Ask(One, 0.25);
        foreach (double factor in (double[])[0.5, 0.9, 1.1, 1.3, 1.6, 2, 3])
        {
            var after = Ask(One, factor);
            foreach (string metric in (string[])["latency_mean_ms", "workload", "cpu"])
            {
                float less = Of(before.Changed, metric).Point[0], more = Of(after.Changed, metric).Point[0];
                Assert.True(more >= 0.995 * less, $"{metric} at {factor}: {more}, {less} before");
            }

            before = after;
        }
    }

    [Fact]
    public void Create_ServicesInAnotherOrder_GetTheSameAnswers()
    {
        (string, double[], double)[] services = [("front", Load(100, 3), 150), ("store", Load(300, 3), 350), ("aside", Load(20, 5), 60)];
        var graph = Graph(("front", "store", 300));

        var one = Ask(Frame(services), 1.7, "front", graph);
        var again = Ask(Shuffled(Frame(services)), 1.7, "front", graph);

        foreach (var series in one.Changed.Series)
        {
            Assert.Equal(series.Point, again.Changed.Series.Single(same => (same.Entity, same.Metric) == (series.Entity, series.Metric)).Point);
        }
    }

    [Fact]
    public void Create_CallerWhoseCalleeFills_FollowsTheCallee()
    {
        double[] load = Load(100, 3);
        var frame = Frame(("front", load, 1e4), ("store", load, Capacity));
        var values = Enumerable.Range(0, 2 * Metrics.Length).SelectMany(row => frame.Values(row / Metrics.Length, row % Metrics.Length).ToArray()).ToArray();
        for (int bin = 0; bin < frame.Bins; bin++)
        {
            values[frame.Bins + bin] += frame.Values(1, 1)[bin]; // the caller waits for the callee
        }

        frame = frame.With(values);
        double usual = Of(Usual(frame), "workload").Point[0];

        var result = Ask(frame, 95 / usual, "front", Graph(("front", "store", 100)));

        double truth = Latency(95, 1e4) + Latency(95, Capacity);
        var changed = result.Changed.Series.Single(series => series is { Entity: "front", Metric: "latency_mean_ms" });
        Assert.InRange(truth, changed.Bands[0].Lower[0], changed.Bands[0].Upper[0]);
        Assert.Equal(truth, changed.Point[0], 0.15 * truth);
    }

    [Fact]
    public void Create_ConstantLoad_IsUnsureAndFinite()
    {
        var frame = Frame(("shop", [.. Enumerable.Repeat(50.0, 500)], 70));

        var changed = Of(Ask(frame, 1.3).Changed, "latency_mean_ms");

        Assert.All(Values(changed), value => Assert.True(float.IsFinite(value)));
        Assert.True(Width(changed) > 2 * Width(Of(Usual(frame), "latency_mean_ms")));
    }

    [Fact]
    public void Create_GapsAndNoRequests_StayFinite()
    {
        var frame = Frame(("shop", Load(100, 3), Capacity), ("idle", new double[2000], 10));
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 2 * Metrics.Length).SelectMany(row => frame.Values(row / Metrics.Length, row % Metrics.Length).ToArray())
            .Select(value => random.NextDouble() < 0.3 ? float.NaN : value)];
        Array.Fill(values, float.NaN, (Metrics.Length + 1) * frame.Bins, frame.Bins); // a latency that was never measured

        var result = Ask(frame.With(values), 1.5);

        Assert.All(result.Changed.Series, series => Assert.All(Values(series), value => Assert.True(float.IsFinite(value), $"{series.Entity} {series.Metric}")));
    }

    [Fact]
    public void Create_UnknownService_NamesEntriesAndOthers()
    {
        var frame = Frame(("front", Load(100, 3), 150), ("store", Load(300, 3), 350));

        var error = Assert.Throws<ModelDataException>(() => Ask(frame, 2, "font", Graph(("front", "store", 300))));

        Assert.Equal("There is no service 'font' whose load could change; users call front; the others are store.", error.Message);
    }

    [Fact]
    public void Create_NegativeFactor_IsRefused() => Assert.Throws<ModelDataException>(() => Ask(One, -1));

    static WhatIfResult Ask(Frame frame, double factor, string? service = null, ServiceGraph? graph = null) =>
        WhatIfForecast.Create(new WhatIfRequest { Usual = Usual(frame), Changes = [new LoadFactor(service, factor)], Graph = graph });

    static SeriesForecast Of(ForecastResult result, string metric) => result.Series.First(series => series.Metric == metric);

    static float Width(SeriesForecast series) => series.Bands[0].Upper[^1] - series.Bands[0].Lower[^1];

    static IEnumerable<float> Values(SeriesForecast series) => series.Bands.SelectMany(band => band.Lower.Concat(band.Upper)).Concat(series.Point);

    // The services' rows in another order.
    static Frame Shuffled(Frame frame)
    {
        int[] order = [2, 0, 1];
        return new Frame(
            frame.StartMs,
            frame.StepMs,
            frame.HasCalendar,
            [.. order.Select(entity => frame.Entities[entity])],
            frame.Metrics,
            [.. order.SelectMany(entity => Enumerable.Range(0, frame.Metrics.Count).SelectMany(metric => frame.Values(entity, metric).ToArray()))]);
    }
}
