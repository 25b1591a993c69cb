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

    static float Find(float[] values)
    {
        var frame = Frame(values);
        return Find(LevelDrift.Learn(DayProfiles.Remember(frame, Train)!, frame, Train), frame);
    }

    // Of the newest window.
    static float Find(LevelDrift drift, Frame frame)
    {
        var options = new WindowOptions { Lookback = Steps, Horizon = Horizon, Presence = Presence.AnyMetric };
        var windows = WindowSet.Create(frame, new BinRange(TrainDays * Day, frame.Bins), options);
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
