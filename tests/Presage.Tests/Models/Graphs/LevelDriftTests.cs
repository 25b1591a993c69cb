using Presage.Models.Artefacts;
using Presage.Models.Graphs;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Graphs;

public sealed class LevelDriftTests
{
    const int Day = 24;            // hourly bins: the level is that of twelve
    const long HourMs = 3_600_000;
    const int TrainDays = 6;
    const int Steps = 4;
    const int Horizon = 2;

    [Fact]
    public void Find_LevelThatRoseForGood_IsTold() =>
        Assert.InRange(Find(Days(8, rise: 50)), 48, 52);

    [Fact]
    public void Find_LevelThatFellForGood_IsTold() =>
        Assert.InRange(Find(Days(8, rise: -50)), -52, -48);

    [Fact]
    public void Find_LevelThatIsUsual_IsNone() =>
        Assert.Equal(0, Find(Days(8, rise: 0)));

    [Fact]
    public void Find_BurstOfThreeHours_IsNone()
    {
        var values = Days(8, rise: 0);
        values.AsSpan(values.Length - Horizon - 3, 3).Fill(100);

        Assert.Equal(0, Find(values));
    }

    [Theory]
    [InlineData(2, false)] // of twelve bins
    [InlineData(4, true)]
    public void Find_FewBinsObserved_SaysNothingBelowAQuarter(int observed, bool isTold)
    {
        var values = Days(8, rise: 50);
        int origin = values.Length - Horizon - 1;
        values.AsSpan(origin - 11, 12 - observed).Fill(float.NaN);

        Assert.Equal(isTold, Find(values) > 0);
    }

    [Fact]
    public void Find_ColumnThatWasConstant_FollowsIt()
    {
        var values = new float[8 * Day];
        values.AsSpan(TrainDays * Day).Fill(3);

        Assert.Equal(3, Find(values));
    }

    [Fact]
    public void Find_ColumnThatWasNeverSeen_IsNone()
    {
        var values = new float[8 * Day];
        values.AsSpan(0, TrainDays * Day).Fill(float.NaN);
        values.AsSpan(TrainDays * Day).Fill(3);

        Assert.Equal(0, Find(values));
    }

    [Fact]
    public void Find_WeekendLikeTheLastOne_IsNone()
    {
        // Train ends with a Thursday, after two weekends; the windows end on a Saturday.
        var values = Week(17, rise: 0);

        Assert.Equal(0, Find(values, new BinRange(0, 15 * Day)));
    }

    [Fact]
    public void Find_RiseThatIsSmallBesideAWeekend_IsTold()
    {
        var values = Week(20, rise: 20);

        Assert.InRange(Find(values, new BinRange(0, 19 * Day)), 18, 22);
    }

    [Fact]
    public void Find_RiseThatIsSmallBesideTheNoiseOfAnHour_IsToldByThatOfSix()
    {
        // Ten-minute bins that swing by 20 within three hours, then 15 more: half of the time an hour shows nothing unusual.
        const int BinsADay = 144;
        var values = new float[8 * BinsADay];
        for (int bin = 0; bin < values.Length; bin++)
        {
            values[bin] = (20 * MathF.Sin(2 * MathF.PI * bin / 18.5f)) + (bin < TrainDays * BinsADay ? 0 : 15);
        }

        var frame = new Frame(0, HourMs / 6, true, ["all"], ["load", "steady"], [.. values, .. Enumerable.Repeat(1f, values.Length)]);
        var train = new BinRange(0, TrainDays * BinsADay);
        var drift = LevelDrift.Learn(DayProfiles.Remember(frame, train)!, frame, train);
        var windows = WindowSet.Create(frame, new BinRange(train.End + BinsADay, frame.Bins), new WindowOptions { Lookback = Steps, Horizon = Horizon });
        var found = new float[2];
        for (int index = 0; index < windows.Count; index++)
        {
            drift.Find(windows, index, found);
            Assert.NotEqual(0, found[0]);
        }
    }

    [Fact]
    public void Find_AfterSaving_IsTheSame()
    {
        var values = Days(8, rise: 50);
        var frame = Frame(values);
        var days = DayProfiles.Remember(frame, Train)!;
        var writer = new ArtefactWriter();
        LevelDrift.Learn(days, frame, Train).Save(writer);

        var loaded = LevelDrift.Load(new ArtefactReader("test", writer.Tensors, writer.Numbers), days, columns: 2)!;

        Assert.Equal(Find(values), Find(loaded, frame));
    }

    [Fact]
    public void Load_WhereLevelsWereNotFollowed_IsNothing()
    {
        var days = DayProfiles.Remember(Frame(Days(8, rise: 0)), Train)!;
        var empty = new ArtefactWriter();

        Assert.Null(LevelDrift.Load(new ArtefactReader("test", empty.Tensors, empty.Numbers), days, columns: 2));
    }

    static BinRange Train => new(0, TrainDays * Day);

    // Days of train that differ by 2 at most, then days with more.
    static float[] Days(int count, float rise) =>
        [.. Enumerable.Range(0, count * Day).Select(bin => (bin % Day) + (bin / Day % 3) + (bin < TrainDays * Day ? 0 : rise))];

    // 1970-01-01 was a Thursday: days 2 and 3 of each week from there are a weekend, with 100 less.
    static float[] Week(int count, float rise) =>
        [.. Days(count, 0).Select((value, bin) => value - (bin / Day % 7 is 2 or 3 ? 100 : 0) + (bin < (count - 1) * Day ? 0 : rise))];

    static float Find(float[] values) => Find(values, Train);

    static float Find(float[] values, BinRange train)
    {
        var frame = Frame(values);
        return Find(LevelDrift.Learn(DayProfiles.Remember(frame, train)!, frame, train), frame);
    }

    // Of the newest window.
    static float Find(LevelDrift drift, Frame frame)
    {
        var options = new WindowOptions { Lookback = Steps, Horizon = Horizon, Presence = Presence.AnyMetric };
        var windows = WindowSet.Create(frame, new BinRange(frame.Bins - Day, frame.Bins), options);
        Assert.Equal(frame.Bins - Horizon - 1, windows.At(windows.Count - 1).Origin);
        var drifts = new float[2];
        drift.Find(windows, windows.Count - 1, drifts);
        Assert.Equal(0, drifts[1]);
        return drifts[0];
    }

    // Beside a metric that is always there.
    static Frame Frame(float[] values) =>
        new(0, HourMs, true, ["all"], ["load", "steady"], [.. values, .. Enumerable.Repeat(1f, values.Length)]);
}
