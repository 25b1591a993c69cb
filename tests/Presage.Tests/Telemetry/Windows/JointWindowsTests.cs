using Presage.Telemetry.Windows;

namespace Presage.Tests.Telemetry.Windows;

public sealed class JointWindowsTests
{
    static readonly WindowOptions Options = new() { Lookback = 3, Horizon = 2 };

    [Fact]
    public void Of_TwoEntities_HoldsBothAsColumnsAtEveryOrigin()
    {
        var frame = Frame(Ramp(0, 10), Ramp(100, 10));
        var single = WindowSet.Create(frame, new BinRange(0, 10), Options);

        var joint = JointWindows.Of(single);

        Assert.Equal(single.Count / 2, joint.Windows.Count);
        Assert.Equal(["a/x", "b/x"], joint.Windows.Frame.Metrics);
        var values = new float[3 * 2];
        joint.Windows.CopyInput(joint.IndexOf(4), values, []);
        Assert.Equal([2, 102, 3, 103, 4, 104], values);
    }

    [Fact]
    public void Of_AnEntityThatLacksAWindow_IsMissingThereAndNotInvented()
    {
        var gap = Ramp(100, 20);
        Array.Fill(gap, float.NaN, 5, 10);
        var frame = Frame(Ramp(0, 20), gap);
        var single = WindowSet.Create(frame, new BinRange(0, 20), Options);
        var joint = JointWindows.Of(single);
        var (target, mask) = (new float[4], new float[4]);

        joint.Windows.CopyTarget(joint.IndexOf(8), target, mask);

        Assert.Equal([1, 0, 1, 0], mask);
        Assert.Equal([9, 0, 10, 0], target);
    }

    [Fact]
    public void Of_OtherNodes_FollowsTheirOrderAndLeavesUnknownOnesEmpty()
    {
        var single = WindowSet.Create(Frame(Ramp(0, 10), Ramp(100, 10)), new BinRange(0, 10), Options);
        var joint = JointWindows.Of(single, ["b", "new", "a"]);
        var (values, observed) = (new float[9], new float[9]);

        joint.Windows.CopyInput(0, values, observed);

        Assert.Equal([100, 0, 0, 101, 0, 1, 102, 0, 2], values);
        Assert.Equal([1, 0, 1, 1, 0, 1, 1, 0, 1], observed);
    }

    [Fact]
    public void Of_NoWindows_IsEmpty()
    {
        var none = WindowSet.Create(Frame(Ramp(0, 3), Ramp(0, 3)), new BinRange(0, 3), Options);

        Assert.Equal(0, JointWindows.Of(none).Windows.Count);
    }

    [Fact]
    public void Within_PartOfTheRange_KeepsExactlyTheWindowsWithAllTargetsThere()
    {
        var single = WindowSet.Create(Frame(Ramp(0, 20), Ramp(100, 20)), new BinRange(0, 20), Options);

        var part = single.Within(new BinRange(8, 13));

        Assert.Equal(
            [(0, 7), (0, 8), (0, 9), (0, 10), (1, 7), (1, 8), (1, 9), (1, 10)],
            Enumerable.Range(0, part.Count).Select(part.At));
    }

    static float[] Ramp(float start, int bins) => [.. Enumerable.Range(0, bins).Select(bin => start + bin)];

    static Frame Frame(float[] a, float[] b) => new(0, 1000, false, ["a", "b"], ["x"], [.. a, .. b]);
}
