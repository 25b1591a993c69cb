using Presage.Telemetry.Topology;

namespace Presage.Tests.Telemetry.Topology;

public class CriticalPathSharesTests
{
    [Fact]
    public void Build_TwoTraces_AddsUpWhoDecidesTheirLength()
    {
        var shares = new CriticalPathShares();
        // web waits 60 of 100 ms for db, and cache runs beside it: shortening cache changes nothing.
        shares.Add(Made.Span(1, 0, "web", 0, 100, trace: 1));
        shares.Add(Made.Span(2, 1, "db", 20, 80, trace: 1));
        shares.Add(Made.Span(3, 1, "cache", 20, 50, trace: 1));
        shares.Add(Made.Span(1, 0, "web", 0, 20, trace: 2));

        var read = shares.Build();

        Assert.Equal((2, 60), (shares.Traces, shares.MeanLengthMs));
        Assert.Equal(["db", "web"], read.Select(one => one.Service).Order(StringComparer.Ordinal));
        var (web, db) = (read.Single(one => one.Service == "web"), read.Single(one => one.Service == "db"));
        Assert.Equal((0.5, 30, 2), (web.Share, web.MeanMs, web.Traces));
        Assert.Equal((0.5, 60, 1), (db.Share, db.MeanMs, db.Traces));
    }

    [Fact]
    public void Build_WithoutSpans_IsEmpty()
    {
        var shares = new CriticalPathShares();

        Assert.Empty(shares.Build());
        Assert.Equal((0, 0), (shares.Traces, shares.MeanLengthMs));
    }
}
