using Presage.Models.WhatIf;

namespace Presage.Tests.Models.WhatIf;

public sealed class LinearResponseTests
{
    static readonly double[] Load = MadeUpServices.Load(100, 3);
    static readonly LoadDriver Half = Driver(Load, 50, 75);

    [Fact]
    public void At_ProcessorsInProportion_MoveByTheSlope() => Assert.Equal(0.6, Mean(Cpu(Half), 0.4), 1e-3);

    [Fact]
    public void At_ProcessorsThatWouldExceedAll_EndAtTheCeiling()
    {
        var response = Cpu(Driver(Load, 50, 500));

        Assert.Equal(1, Mean(response, 0.4), 1e-3);
        Assert.All(Enumerable.Range(0, response.Count), member => Assert.True(response.At(member, 0, 0.4).Move(0.6, 0.4, 1.28) <= 1));
    }

    [Fact]
    public void At_NothingToFollow_StaysAndIsNeverSurer()
    {
        var random = new Random(5);
        double[] memory = [.. Load.Select(_ => 300 + (5 * SmallData.Gaussian(random)))];

        var response = new LinearResponse([Half], memory, isRising: false, double.PositiveInfinity);

        Assert.Equal(300, Mean(response, 300), 0.5);
        Assert.All(Enumerable.Range(0, response.Count), member => Assert.True(response.At(member, 0, 300).Up >= 1));
    }

    [Fact]
    public void At_FallsWithTheLoad_Falls()
    {
        double[] free = [.. Load.Select(load => 200 - load)];

        Assert.Equal(125, Mean(new LinearResponse([Half], free, isRising: false, double.PositiveInfinity), 150), 0.1);
    }

    [Fact]
    public void At_AlwaysTheSame_StaysExactly()
    {
        var response = new LinearResponse([Half], [.. Load.Select(_ => 3.0)], isRising: false, double.PositiveInfinity);

        Assert.All(Enumerable.Range(0, response.Count), member => Assert.Equal((3.0, 0.0), (response.At(member, 0, 3).Point, response.At(member, 0, 3).Noise)));
    }

    [Fact]
    public void At_NeverObserved_Stays()
    {
        double[] nothing = [.. Enumerable.Repeat(double.NaN, Load.Length)];

        Assert.Equal(new BandShift(7, 1, 1), new LinearResponse([Half], nothing, isRising: true, 1).At(0, 0, 7));
    }

    [Fact]
    public void At_TwoLoads_FollowsTheOneThatExplainsIt()
    {
        double[] other = MadeUpServices.Load(100, 9);
        double[] cpu = [.. other.Select(load => load / 125)];

        var response = new LinearResponse([Half, Driver(other, 50, 50)], cpu, isRising: true, 1);

        Assert.Equal(0.4, Mean(response, 0.4), 1e-3);
    }

    static LinearResponse Cpu(LoadDriver driver) => new([driver], [.. Load.Select(load => load / 125)], isRising: true, 1);

    static LoadDriver Driver(double[] history, double usual, double changed) => new(history, [usual], [0.9 * usual], [1.1 * usual], [changed], double.NaN, 1);

    static double Mean(LinearResponse response, double point) => Enumerable.Range(0, response.Count).Average(member => response.At(member, 0, point).Point);
}
