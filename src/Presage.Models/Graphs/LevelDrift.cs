using Presage.Models.Artefacts;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>By how much the level of each column is unlike any of train.</summary>
/// <remarks>
/// Load that has risen for good makes every earlier day wrong. A column's drift, the median of what the last hour was above the mean of
/// the days, is told as soon as it is farther than in 95 % of train. What is usual stays as it is: there the drift is mostly noise, and a
/// burst does not last an hour.
/// </remarks>
sealed class LevelDrift
{
    const long LevelMs = 3_600_000;
    const int LeastLevelBins = 12;
    const double UsualShare = 0.95;
    const float FullDrift = 1.5f;
    const string UsualName = "days.usualDrifts";

    readonly DayProfiles _days;
    readonly float[] _usual;  // [column], what the drift seldom was beyond in train
    float[] _above = [];      // of one column, each bin of the last hour above the days

    LevelDrift(DayProfiles days, float[] usual) => (_days, _usual) = (days, usual);

    /// <summary>Looks how far columns strayed from the days while they were usual.</summary>
    /// <param name="days">What the days of train did.</param>
    /// <param name="frame">One entity whose metrics are the columns.</param>
    /// <param name="train">The bins that may be looked at.</param>
    public static LevelDrift Learn(DayProfiles days, Frame frame, BinRange train)
    {
        var learned = new LevelDrift(days, new float[frame.Metrics.Count]);
        int end = Math.Min(train.End, frame.Bins);
        int every = (int)Math.Max(1, days.SlotMs / frame.StepMs);
        var drifts = new List<float>();
        for (int column = 0; column < learned._usual.Length; column++)
        {
            drifts.Clear();
            for (int bin = train.Start + LevelBins(frame) - 1; bin < end; bin += every)
            {
                float drift = learned.Drift(frame, frame.Values(0, column), bin, column);
                if (!float.IsNaN(drift))
                {
                    drifts.Add(MathF.Abs(drift));
                }
            }

            drifts.Sort();
            learned._usual[column] = drifts.Count > 0 ? drifts[(int)(UsualShare * (drifts.Count - 1))] : float.MaxValue;
        }

        return learned;
    }

    /// <summary>Reads what <see cref="Save"/> wrote; null where the level was not followed.</summary>
    public static LevelDrift? Load(ArtefactReader reader, DayProfiles days, int columns) =>
        reader.Has(UsualName) ? new LevelDrift(days, reader.Read(UsualName, columns)) : null;

    /// <summary>The same for another thread.</summary>
    /// <param name="days">That thread's copy of the days.</param>
    public LevelDrift Copy(DayProfiles days) => new(days, _usual);

    /// <summary>Writes what is usual.</summary>
    public void Save(ArtefactWriter writer) => writer.Write(UsualName, _usual, _usual.Length);

    /// <summary>Tells what is to be taken off a window's values before they are compared with any of train.</summary>
    /// <param name="windows">Where it lies.</param>
    /// <param name="index">Which it is.</param>
    /// <param name="drifts">[columns], written: 0 where the level is usual.</param>
    public void Find(WindowSet windows, int index, Span<float> drifts)
    {
        var (entity, origin) = windows.At(index);
        for (int column = 0; column < _usual.Length; column++)
        {
            drifts[column] = Follow(Drift(windows.Frame, windows.Frame.Values(entity, column), origin, column), _usual[column]);
        }
    }

    // From nothing at what is usual to all at one and a half times it.
    static float Follow(float drift, float usual)
    {
        float size = MathF.Abs(drift);
        if (float.IsNaN(drift) || size <= usual)
        {
            return 0;
        }

        return size >= FullDrift * usual ? drift : ((size / usual) - 1) / (FullDrift - 1) * drift;
    }

    static int LevelBins(Frame frame) => (int)Math.Max(LeastLevelBins, LevelMs / frame.StepMs);

    // The median of what the bins to the newest were above the mean of the other days; NaN where too few were observed.
    float Drift(Frame frame, ReadOnlySpan<float> values, int newest, int column)
    {
        int bins = LevelBins(frame);
        if (_above.Length < bins)
        {
            _above = new float[bins];
        }

        int count = 0;
        long slotBefore = long.MinValue;
        float usual = 0;
        for (int bin = Math.Max(0, newest + 1 - bins); bin <= newest; bin++)
        {
            if (float.IsNaN(values[bin]))
            {
                continue;
            }

            long time = frame.TimeMs(bin);
            if (time / _days.SlotMs != slotBefore)
            {
                (slotBefore, usual) = (time / _days.SlotMs, _days.MeanOfOthers(time, column));
            }

            _above[count++] = values[bin] - usual;
        }

        return Median(_above.AsSpan(0, count), bins);
    }

    // Fewer than a quarter of the bins say nothing.
    static float Median(Span<float> values, int bins)
    {
        if (values.Length == 0 || values.Length * 4 < bins)
        {
            return float.NaN;
        }

        values.Sort();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
