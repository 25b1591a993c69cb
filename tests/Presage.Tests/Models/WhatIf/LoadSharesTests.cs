using Presage.Models.WhatIf;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.WhatIf;

public sealed class LoadSharesTests
{
    static readonly double[] First = MadeUpServices.Load(100, 1);
    static readonly double[] Second = MadeUpServices.Load(40, 2);
    static readonly double[] Store = [.. First.Zip(Second, (first, second) => (0.3 * first) + (2 * second))];

    [Fact]
    public void Factors_TwoEntries_RecoverPlantedShares()
    {
        var factors = Factors(("first", First), ("second", Second), ("store", Store), [new("first", 2)], true);

        double share = 0.3 * First[^1] / Store[^1];
        Assert.Equal([2, 1], factors[..2]);
        Assert.Equal(1 + share, factors[2], 0.02);
    }

    [Fact]
    public void Factors_AllAndOne_Multiply()
    {
        var factors = Factors(("first", First), ("second", Second), ("store", Store), [new(null, 3), new("first", 2), new("first", 0.5)], true);

        Assert.Equal([3, 3, 3], factors.Select(factor => Math.Round(factor, 9)));
    }

    [Fact]
    public void Factors_ServiceThatTheEntryDoesNotReach_KeepsItsLoad()
    {
        var frame = Loads(("first", First), ("second", Second), ("aside", First));
        var graph = MadeUpServices.Graph(("second", "aside", 10), ("first", "elsewhere", 1));

        var factors = LoadShares.Factors(frame, 0, [First[^1], Second[^1], First[^1]], [new LoadFactor("first", 2)], graph.AlignTo(frame.Entities));

        Assert.Equal(1, factors[2]);
    }

    [Fact]
    public void Factors_InnerService_ChangesWhatIsBelowItAndNothingAbove()
    {
        double[] inner = [.. First.Select(load => load / 2)];
        double[] below = [.. First.Select(load => load * 3)];
        var frame = Loads(("front", First), ("inner", inner), ("below", below));
        var graph = MadeUpServices.Graph(("front", "inner", 50), ("inner", "below", 300));

        var factors = LoadShares.Factors(frame, 0, [First[^1], inner[^1], below[^1]], [new LoadFactor("inner", 1.5)], graph.AlignTo(frame.Entities));

        Assert.Equal([1, 1.5, 1.5], factors.Select(factor => Math.Round(factor, 9)));
    }

    [Fact]
    public void Factors_EntriesThatMoveTogether_FollowTheCallsOfTheGraph()
    {
        double[] twin = [.. First.Select(load => load * 0.999)];
        double[] store = [.. First.Select(load => load * 2)];
        var frame = Loads(("first", First), ("second", twin), ("store", store));
        var graph = MadeUpServices.Graph(("first", "store", 30), ("second", "store", 10));

        var factors = LoadShares.Factors(frame, 0, [First[^1], twin[^1], store[^1]], [new LoadFactor("first", 2)], graph.AlignTo(frame.Entities));

        Assert.Equal(1.75, factors[2], 0.02);
    }

    [Fact]
    public void Factors_WithoutGraph_AreReadFromQuickMovements()
    {
        var factors = Factors(("first", First), ("second", Second), ("store", Store), [new("first", 2)], false);

        // Second follows the same day, yet does not move with first from minute to minute.
        Assert.Equal(1, factors[1], 0.15);
        Assert.Equal(1 + (0.3 * First[^1] / Store[^1]), factors[2], 0.15);
    }

    [Fact]
    public void Factors_GapsAndNoLoad_AreFinite()
    {
        double[] gappy = [.. First.Select((load, bin) => bin % 3 == 0 ? double.NaN : load)];
        var factors = Factors(("first", gappy), ("second", new double[First.Length]), ("store", Store), [new("first", 2)], true);

        Assert.All(factors, factor => Assert.True(double.IsFinite(factor)));
        Assert.Equal(1, factors[1]);
    }

    static double[] Factors(
        (string, double[]) first, (string, double[]) second, (string, double[]) third, LoadFactor[] changes, bool hasGraph)
    {
        var frame = Loads(first, second, third);
        var graph = hasGraph ? MadeUpServices.Graph(("first", "store", 50), ("second", "store", 50)).AlignTo(frame.Entities) : null;
        return LoadShares.Factors(frame, 0, [.. new[] { first, second, third }.Select(one => double.IsFinite(one.Item2[^1]) ? one.Item2[^1] : First[^1])], changes, graph);
    }

    static Frame Loads(params (string Name, double[] Load)[] services) => new(
        0, 60_000, true, [.. services.Select(one => one.Name)], ["workload"], [.. services.SelectMany(one => one.Load.Select(load => (float)load))]);
}
