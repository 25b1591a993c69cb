using Presage.Models.Graphs;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Graphs;

public sealed class DayProfilesTests
{
    const int Day = 24;            // hourly bins
    const long HourMs = 3_600_000;
    const int Steps = 4;
    const int Horizon = 2;

    [Fact]
    public void Expect_ATrainWindow_NeverSeesItsOwnDay()
    {
        var values = Days(5, (day, hour) => (100 * day) + hour);
        var frame = Frame(values);
        var days = DayProfiles.Remember(frame, new BinRange(0, values.Length))!;
        var windows = WindowSet.Create(frame, new BinRange(0, values.Length), new WindowOptions { Lookback = Steps, Horizon = Horizon });
        int index = Enumerable.Range(0, windows.Count).First(one => windows.At(one).Origin == (2 * Day) + 10);
        var before = Expect(days, windows, index);

        for (int bin = 2 * Day; bin < 3 * Day; bin++)
        {
            values[bin] += 1e6f;
        }

        var changed = DayProfiles.Remember(Frame(values), new BinRange(0, values.Length))!;
        Assert.Equal(before, Expect(changed, windows, index));
        Assert.Equal(200 + 11, before[Steps], 1e-3); // the mean of days 0, 1, 3 and 4 at 11 o'clock
    }

    [Fact]
    public void Expect_ADayLikeEarlierOnes_FollowsThoseAndNotTheMean()
    {
        // Days 0, 2 and 4 rise, days 1 and 3 fall; the window, of day 5, falls.
        var values = Days(6, (day, hour) => (day is 5 or 1 or 3 ? -1 : 1) * hour / 10f);
        var frame = Frame(values);
        var days = DayProfiles.Remember(frame, new BinRange(0, 5 * Day))!;
        var windows = WindowSet.Create(frame, new BinRange(5 * Day, values.Length), new WindowOptions { Lookback = Steps, Horizon = Horizon });
        int index = Enumerable.Range(0, windows.Count).First(one => windows.At(one).Origin == (5 * Day) + 20);

        var expected = Expect(days, windows, index);

        int all = Steps + Horizon;
        Assert.Equal(2.1f / 5, expected[Steps], 1e-3);              // alike: three up, two down
        Assert.Equal(-2.1f, expected[(2 * all) + Steps], 1e-3);     // like today, over all columns
        Assert.Equal(-2.1f, expected[(3 * all) + Steps], 1e-3);     // like today, in this column
    }

    [Fact]
    public void Expect_WeekendAmongWorkingDays_SeesItsOwnKind()
    {
        // 1970-01-01 was a Thursday: days 2 and 3 of each week from there are a weekend.
        static bool IsWeekend(int day) => day % 7 is 2 or 3;
        var values = Days(10, (day, _) => IsWeekend(day) ? 10 : 50);
        var frame = Frame(values);
        var days = DayProfiles.Remember(frame, new BinRange(0, 9 * Day))!;
        var windows = WindowSet.Create(frame, new BinRange(9 * Day, values.Length), new WindowOptions { Lookback = Steps, Horizon = Horizon });

        var expected = Expect(days, windows, index: windows.Count - 1);

        Assert.Equal(10, expected[Steps + Horizon + Steps], 1e-3);
    }

    [Fact]
    public void Expect_ColumnsThatWereNeverSeen_StaysFinite()
    {
        var values = Days(3, (_, hour) => hour);
        var frame = new Frame(0, HourMs, true, ["all"], ["a", "b"], [.. values, .. Enumerable.Repeat(float.NaN, values.Length)]);
        var days = DayProfiles.Remember(frame, new BinRange(0, 2 * Day + 5))!;
        var windows = WindowSet.Create(
            frame, new BinRange(0, values.Length), new WindowOptions { Lookback = Steps, Horizon = Horizon, Presence = Presence.AnyMetric });

        for (int index = 0; index < windows.Count; index++)
        {
            Assert.All(Expect(days, windows, index), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [InlineData(30)]
    [InlineData(24)]
    public void Remember_LessThanTwoDays_IsNothing(int bins) =>
        Assert.Null(DayProfiles.Remember(Frame([.. Enumerable.Range(0, bins).Select(bin => (float)bin)]), new BinRange(0, bins)));

    static float[] Days(int count, Func<int, int, float> value) =>
        [.. Enumerable.Range(0, count * Day).Select(bin => value(bin / Day, bin % Day))];

    static Frame Frame(float[] values) => new(0, HourMs, true, ["all"], ["a"], [.. values]);

    static float[] Expect(DayProfiles days, WindowSet windows, int index)
    {
        int columns = windows.Frame.Metrics.Count;
        var (input, expected) = (new float[Steps * columns], new float[DayProfiles.Kinds * (Steps + Horizon) * columns]);
        windows.CopyInput(index, input, []);
        days.Expect(windows, index, input, expected);
        return expected;
    }
}
