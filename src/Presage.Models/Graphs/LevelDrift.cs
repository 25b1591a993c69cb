using Presage.Models.Artefacts;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>By how much the level of each column is unlike any of train.</summary>
/// <remarks>
/// Load that has risen for good makes every earlier day wrong. The drift of a column is the median of what it was in the last hour above
/// the mean of the days of the same kind. It is followed where it is farther than in 95 % of train, or where that of the last six hours
/// is: a rise that is lost in the noise of an hour is not in that of six. What is usual stays as it is: there the drift is mostly noise,
/// and a burst does not last half an hour.
/// </remarks>
sealed class LevelDrift
{
    const int Samples = 60;
    const int LeastBins = 12;
    const double UsualShare = 0.95;
    const float FullDrift = 1.5f;
    const string UsualName = "days.usualDrifts";

    // The last one says by how much, all of them whether.
    static readonly long[] SpansMs = [6 * 3_600_000, 3_600_000];

    readonly DayProfiles _days;
    readonly float[] _usual;  // [span, column], what the drift seldom was beyond in train
    readonly float[] _above = new float[Samples]; // of one column, bins of the span above the days

    LevelDrift(DayProfiles days, float[] usual) => (_days, _usual) = (days, usual);

    /// <summary>Looks how far columns strayed from the days while they were usual.</summary>
    /// <param name="days">What the days of train did.</param>
    /// <param name="frame">One entity whose metrics are the columns.</param>
    /// <param name="train">The bins that may be looked at.</param>
    public static LevelDrift Learn(DayProfiles days, Frame frame, BinRange train)
    {
        int columns = frame.Metrics.Count;
        var learned = new LevelDrift(days, new float[SpansMs.Length * columns]);
        int end = Math.Min(train.End, frame.Bins);
        int every = (int)Math.Max(1, days.SlotMs / frame.StepMs);
        var drifts = new List<float>();
        for (int place = 0; place < learned._usual.Length; place++)
        {
            int span = Bins(frame, SpansMs[place / columns]);
            int column = place % columns;
            drifts.Clear();
            for (int bin = train.Start + span - 1; bin < end; bin += every)
            {
                float drift = learned.Drift(frame, frame.Values(0, column), bin, column, span);
                if (!float.IsNaN(drift))
                {
                    drifts.Add(MathF.Abs(drift));
                }
            }

            drifts.Sort();
            learned._usual[place] = drifts.Count > 0 ? drifts[(int)(UsualShare * (drifts.Count - 1))] : float.MaxValue;
        }

        return learned;
    }

    /// <summary>Reads what <see cref="Save"/> wrote; null where the level was not followed.</summary>
    public static LevelDrift? Load(ArtefactReader reader, DayProfiles days, int columns) =>
        reader.Has(UsualName) ? new LevelDrift(days, reader.Read(UsualName, SpansMs.Length, columns)) : null;

    /// <summary>The same for another thread.</summary>
    /// <param name="days">That thread's copy of the days.</param>
    public LevelDrift Copy(DayProfiles days) => new(days, _usual);

    /// <summary>Writes what is usual.</summary>
    public void Save(ArtefactWriter writer) => writer.Write(UsualName, _usual, SpansMs.Length, _usual.Length / SpansMs.Length);

    /// <summary>Tells what is to be taken off a window's values before they are compared with any of train.</summary>
    /// <param name="windows">Where it lies.</param>
    /// <param name="index">Which it is.</param>
    /// <param name="drifts">[columns], written: 0 where the level is usual.</param>
    public void Find(WindowSet windows, int index, Span<float> drifts)
    {
        var frame = windows.Frame;
        var (entity, origin) = windows.At(index);
        int columns = _usual.Length / SpansMs.Length;
        for (int column = 0; column < columns; column++)
        {
            float drift = float.NaN;
            float share = 0;
            for (int span = 0; span < SpansMs.Length; span++)
            {
                drift = Drift(frame, frame.Values(entity, column), origin, column, Bins(frame, SpansMs[span]));
                share = MathF.Max(share, Share(MathF.Abs(drift), _usual[(span * columns) + column]));
            }

            drifts[column] = share > 0 && !float.IsNaN(drift) ? share * drift : 0;
        }
    }

    // From nothing at what is usual to all at one and a half times it; NaN is nothing.
    static float Share(float drift, float usual) =>
        float.IsNaN(drift) || drift <= usual ? 0 : drift >= FullDrift * usual ? 1 : ((drift / usual) - 1) / (FullDrift - 1);

    static int Bins(Frame frame, long spanMs) => (int)Math.Max(LeastBins, spanMs / frame.StepMs);

    // The median of what the bins to the newest were above the days of their kind; NaN where fewer than a quarter were observed.
    float Drift(Frame frame, ReadOnlySpan<float> values, int newest, int column, int bins)
    {
        int every = (bins + Samples - 1) / Samples;
        int count = 0;
        long slotBefore = long.MinValue;
        float usual = 0;
        for (int bin = newest; bin >= 0 && bin > newest - bins; bin -= every)
        {
            if (float.IsNaN(values[bin]))
            {
                continue;
            }

            long time = frame.TimeMs(bin);
            if (time / _days.SlotMs != slotBefore)
            {
                (slotBefore, usual) = (time / _days.SlotMs, _days.MeanOfKind(time, column));
            }

            _above[count++] = values[bin] - usual;
        }

        return count * 4 * every < bins || count == 0 ? float.NaN : Median(_above.AsSpan(0, count));
    }

    static float Median(Span<float> values)
    {
        values.Sort();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
