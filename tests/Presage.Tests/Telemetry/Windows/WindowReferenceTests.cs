using Presage.Telemetry.Windows;

namespace Presage.Tests.Telemetry.Windows;

/// <summary>Compares the windows with the protocol written out step by step, bin by bin, without any index.</summary>
public class WindowReferenceTests
{
    const int Bins = 150;

    static readonly WindowOptions Shape = new() { Lookback = 16, Horizon = 5, MaximumGap = 2, MaximumAge = 2, MinimumCoverage = 0.6 };

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.4)]
    [InlineData(0.6)]
    public void Create_RandomGaps_KeepsTheWindowsOfTheProtocol(double gapShare)
    {
        var frame = FrameMaker.Random(new Random(3), 4, 2, Bins, gapShare);
        var targets = new BinRange(40, 120);
        var windows = WindowSet.Create(frame, targets, Shape);

        var expected = new List<(int, int)>();
        for (int entity = 0; entity < 4; entity++)
        {
            var observed = Observed(frame, entity);
            int first = Array.IndexOf(observed, true);
            int last = Array.LastIndexOf(observed, true);
            for (int origin = 0; origin < Bins; origin++)
            {
                bool liesInside = origin - Shape.Lookback + 1 >= first && origin + Shape.Horizon <= last;
                bool hasTargets = origin + 1 >= targets.Start && origin + Shape.Horizon < targets.End;
                if (liesInside && hasTargets && IsKept(observed, origin))
                {
                    expected.Add((entity, origin));
                }
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, Enumerable.Range(0, windows.Count).Select(windows.At));
    }

    [Fact]
    public void CopyInput_RandomGaps_IsTheInterpolationOfTheProtocol()
    {
        var frame = FrameMaker.Random(new Random(4), 3, 2, Bins, 0.4);
        var windows = WindowSet.Create(frame, new BinRange(0, Bins), Shape);
        var values = new float[Shape.Lookback * 2];
        var mask = new float[values.Length];
        for (int index = 0; index < windows.Count; index++)
        {
            (int entity, int origin) = windows.At(index);
            var observed = Observed(frame, entity);
            windows.CopyInput(index, values, mask);
            for (int step = 0; step < Shape.Lookback; step++)
            {
                int bin = origin - Shape.Lookback + 1 + step;
                for (int metric = 0; metric < 2; metric++)
                {
                    double expected = Interpolate(frame.Values(entity, metric), observed, origin, bin);
                    Assert.Equal(expected, values[(step * 2) + metric], 1e-5);
                    Assert.Equal(observed[bin] ? 1 : 0, mask[(step * 2) + metric]);
                }
            }
        }
    }

    static bool[] Observed(Frame frame, int entity) =>
        [.. Enumerable.Range(0, Bins).Select(bin => !float.IsNaN(frame.Values(entity, 0)[bin]) && !float.IsNaN(frame.Values(entity, 1)[bin]))];

    static bool IsKept(bool[] observed, int origin)
    {
        int start = origin - Shape.Lookback + 1;
        int newest = Array.LastIndexOf(observed, true, origin);
        int covered = 0;
        for (int bin = start; bin <= origin; bin++)
        {
            int before = Array.LastIndexOf(observed, true, bin);
            int after = Array.IndexOf(observed, true, bin);
            covered += before >= 0 && after >= 0 && after - before - 1 <= Shape.MaximumGap ? 1 : 0;
        }

        return newest >= start && origin - newest <= Shape.MaximumAge && covered >= Shape.MinimumCoverage * Shape.Lookback;
    }

    static double Interpolate(ReadOnlySpan<float> series, bool[] observed, int origin, int bin)
    {
        int before = bin;
        while (before > origin - Shape.Lookback && !observed[before])
        {
            before--;
        }

        int after = bin;
        while (after <= origin && !observed[after])
        {
            after++;
        }

        bool hasBefore = before > origin - Shape.Lookback;
        bool hasAfter = after <= origin;
        return (hasBefore, hasAfter) switch
        {
            (true, true) when before == after => series[bin],
            (true, true) => series[before] + ((series[after] - (double)series[before]) * (bin - before) / (after - before)),
            (true, false) => series[before],
            (false, true) => series[after],
            _ => 0,
        };
    }
}
