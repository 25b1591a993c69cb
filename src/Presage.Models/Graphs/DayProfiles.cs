using Presage.Models.Artefacts;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>What each column did at each time of each train day: the memory from which a window's expected course is drawn.</summary>
/// <remarks>
/// <para>
/// The expectation for a bin is a weighted mean over days of what was seen there at that time of day. Days count alike, or only those of
/// the same kind (working day or weekend, where the calendar is known), or the more the closer they came to what the window shows so far:
/// over all columns together, or for each column.
/// </para>
/// <para>
/// A window that lies within the remembered time never sees the days it touches itself, or its targets would sit inside its own input.
/// </para>
/// </remarks>
sealed class DayProfiles
{
    /// <summary>Expectations by day weights: alike, of the same kind, like this window in all columns, like this window in the column.</summary>
    public const int Kinds = 4;

    const long DayMs = 86_400_000;
    const long ShortestSlotMs = 300_000;
    const long SmoothingMs = 600_000;
    const int MaximumDays = 28;
    const int ComparedSteps = 12;
    const float LeastWeight = 1e-6f;
    const float JointTemperature = 0.05f;
    const float OwnTemperature = 0.2f;

    const string ProfilesName = "days.profiles";
    const string PresentName = "days.present";
    const string MeansName = "days.means";
    const string FirstDayName = "days.first";
    const string SlotName = "days.slotMs";
    const string CalendarName = "days.calendar";

    readonly long _firstDay;    // days since time 0
    readonly long _slotMs;
    readonly bool _hasCalendar;
    readonly int _slots;        // in a day
    readonly int _columns;
    readonly int _days;
    readonly float[] _profiles; // [day, slot, column], 0 where nothing was seen
    readonly float[] _present;  // [day, slot, column], 1 where something was seen
    readonly float[] _means;    // [column], over all days

    readonly float[] _likeness;    // [day], of all columns together
    readonly float[] _ownLikeness; // [day, column]
    readonly float[] _counts;      // [day, column]
    readonly float[] _weights;     // [column]
    readonly float[] _sums;        // [column]

    DayProfiles(long firstDay, long slotMs, bool hasCalendar, int columns, float[] profiles, float[] present, float[] means)
    {
        (_firstDay, _slotMs, _hasCalendar, _columns) = (firstDay, slotMs, hasCalendar, columns);
        (_profiles, _present, _means) = (profiles, present, means);
        _slots = (int)(DayMs / slotMs);
        _days = profiles.Length / (_slots * columns);
        _likeness = new float[_days];
        _ownLikeness = new float[_days * columns];
        _counts = new float[_days * columns];
        _weights = new float[columns];
        _sums = new float[columns];
    }

    /// <summary>How long a slot of a day is, in milliseconds.</summary>
    public long SlotMs => _slotMs;

    /// <summary>Remembers the newest days of train.</summary>
    /// <param name="frame">One entity whose metrics are the columns.</param>
    /// <param name="train">The bins that may be looked at.</param>
    /// <returns>Null where train has no two days, or a step does not divide a day: there is nothing to compare.</returns>
    public static DayProfiles? Remember(Frame frame, BinRange train)
    {
        long slotMs = Math.Max(frame.StepMs, ShortestSlotMs);
        int end = Math.Min(train.End, frame.Bins);
        if (DayMs % slotMs != 0 || end <= train.Start)
        {
            return null;
        }

        long newest = Math.DivRem(frame.TimeMs(end - 1), DayMs, out _);
        long first = Math.Max(Math.DivRem(frame.TimeMs(train.Start), DayMs, out _), newest - MaximumDays + 1);
        if (newest == first || (end - train.Start) * frame.StepMs < 2 * DayMs)
        {
            return null;
        }

        int columns = frame.Metrics.Count;
        int slots = (int)(DayMs / slotMs);
        int days = (int)(newest - first + 1);
        int reach = (int)(SmoothingMs / slotMs);
        var profiles = new float[(long)days * slots * columns];
        var present = new float[profiles.Length];
        var means = new float[columns];
        var sums = new double[days * slots];
        var counts = new int[days * slots];
        for (int column = 0; column < columns; column++)
        {
            sums.AsSpan().Clear();
            counts.AsSpan().Clear();
            var values = frame.Values(0, column);
            double total = 0;
            long observed = 0;
            for (int bin = train.Start; bin < end; bin++)
            {
                long slot = (frame.TimeMs(bin) - (first * DayMs)) / slotMs;
                if (!float.IsNaN(values[bin]) && frame.TimeMs(bin) >= first * DayMs)
                {
                    sums[slot] += values[bin];
                    counts[slot]++;
                    total += values[bin];
                    observed++;
                }
            }

            means[column] = observed > 0 ? (float)(total / observed) : 0;
            for (int slot = 0; slot < sums.Length; slot++)
            {
                double sum = 0;
                int count = 0;
                for (int near = Math.Max(0, slot - reach); near <= Math.Min(sums.Length - 1, slot + reach); near++)
                {
                    sum += sums[near];
                    count += counts[near];
                }

                profiles[((long)slot * columns) + column] = count > 0 ? (float)(sum / count) : 0;
                present[((long)slot * columns) + column] = count > 0 ? 1 : 0;
            }
        }

        return new DayProfiles(first, slotMs, frame.HasCalendar, columns, profiles, present, means);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; null where there were no days.</summary>
    public static DayProfiles? Load(ArtefactReader reader, int columns)
    {
        if (!reader.Has(ProfilesName))
        {
            return null;
        }

        return new DayProfiles(
            (long)reader.ReadNumber(FirstDayName),
            (long)reader.ReadNumber(SlotName),
            reader.ReadNumber(CalendarName) > 0,
            columns,
            reader.Read(ProfilesName, -1, -1, columns),
            reader.Read(PresentName, -1, -1, columns),
            reader.Read(MeansName, columns));
    }

    /// <summary>The same memory for another thread.</summary>
    public DayProfiles Copy() => new(_firstDay, _slotMs, _hasCalendar, _columns, _profiles, _present, _means);

    /// <summary>Writes the days.</summary>
    public void Save(ArtefactWriter writer)
    {
        writer.WriteNumber(FirstDayName, _firstDay);
        writer.WriteNumber(SlotName, _slotMs);
        writer.WriteNumber(CalendarName, _hasCalendar ? 1 : 0);
        writer.Write(ProfilesName, _profiles, _days, _slots, _columns);
        writer.Write(PresentName, _present, _days, _slots, _columns);
        writer.Write(MeansName, _means);
    }

    /// <summary>Draws the expected course of a window, input and horizon, by each kind of weights.</summary>
    /// <param name="windows">Where it lies.</param>
    /// <param name="index">Which it is.</param>
    /// <param name="values">[T, columns], its filled input.</param>
    /// <param name="expected">[<see cref="Kinds"/>, T + H, columns], written; always finite.</param>
    public void Expect(WindowSet windows, int index, ReadOnlySpan<float> values, Span<float> expected)
    {
        int steps = windows.Options.Lookback;
        int horizon = windows.Options.Horizon;
        int all = steps + horizon;
        long touchedFrom = Day(windows.InputTimeMs(index, 0) - SmoothingMs - _slotMs);
        long touchedTo = Day(windows.TargetTimeMs(index, horizon - 1) + SmoothingMs + _slotMs);
        Compare(windows, index, values, touchedFrom, touchedTo);
        for (int step = 0; step < all; step++)
        {
            long time = step < steps ? windows.InputTimeMs(index, step) : windows.TargetTimeMs(index, step - steps);
            long day = Day(time);
            int slot = Slot(time);
            for (int kind = 0; kind < Kinds; kind++)
            {
                Mix(kind, slot, day, touchedFrom, touchedTo, expected.Slice(((kind * all) + step) * _columns, _columns));
            }
        }
    }

    /// <summary>The mean of the days but the one that a time lies on, at that time of day.</summary>
    public float MeanOfOthers(long timeMs, int column) => MeanOfOthers(Slot(timeMs), Day(timeMs), column, ofKind: false);

    /// <summary>The same of the days of its kind (working day or weekend) alone; of all where there is none.</summary>
    public float MeanOfKind(long timeMs, int column) => MeanOfOthers(Slot(timeMs), Day(timeMs), column, ofKind: true);

    float MeanOfOthers(int slot, long day, int column, bool ofKind)
    {
        double sum = 0;
        int count = 0;
        for (int other = 0; other < _days; other++)
        {
            int at = (((other * _slots) + slot) * _columns) + column;
            if (_firstDay + other != day && _present[at] > 0 && (!ofKind || IsOfKind(_firstDay + other, day)))
            {
                sum += _profiles[at];
                count++;
            }
        }

        if (count > 0)
        {
            return (float)(sum / count);
        }

        return ofKind ? MeanOfOthers(slot, day, column, ofKind: false) : _means[column];
    }

    int Slot(long timeMs) => (int)((timeMs - (Day(timeMs) * DayMs)) / _slotMs);

    static long Day(long timeMs) => (long)Math.Floor((double)timeMs / DayMs);

    bool IsOfKind(long other, long day) => !_hasCalendar || IsWeekend(other) == IsWeekend(day);

    // 1970-01-01 was a Thursday.
    static bool IsWeekend(long day) => (((day + 3) % 7) + 7) % 7 >= 5;

    // How far each day was from the newest steps of the window at the same times of day.
    void Compare(WindowSet windows, int index, ReadOnlySpan<float> values, long touchedFrom, long touchedTo)
    {
        int steps = windows.Options.Lookback;
        _ownLikeness.AsSpan().Clear();
        _counts.AsSpan().Clear();
        for (int step = Math.Max(0, steps - ComparedSteps); step < steps; step++)
        {
            long time = windows.InputTimeMs(index, step);
            int slot = Slot(time);
            for (int day = 0; day < _days; day++)
            {
                int at = ((day * _slots) + slot) * _columns;
                for (int column = 0; column < _columns; column++)
                {
                    float difference = _profiles[at + column] - values[(step * _columns) + column];
                    _ownLikeness[(day * _columns) + column] += difference * difference * _present[at + column];
                    _counts[(day * _columns) + column] += _present[at + column];
                }
            }
        }

        for (int day = 0; day < _days; day++)
        {
            double sum = 0;
            double count = 0;
            bool isTouched = _firstDay + day >= touchedFrom && _firstDay + day <= touchedTo;
            for (int column = 0; column < _columns; column++)
            {
                int at = (day * _columns) + column;
                sum += _ownLikeness[at];
                count += _counts[at];
                _ownLikeness[at] = _counts[at] > 0 && !isTouched ? _ownLikeness[at] / _counts[at] : float.PositiveInfinity;
            }

            _likeness[day] = count > 0 && !isTouched ? (float)(sum / count) : float.PositiveInfinity;
        }

        Soften(_likeness, 1, 0, JointTemperature);
        for (int column = 0; column < _columns; column++)
        {
            Soften(_ownLikeness, _columns, column, OwnTemperature);
        }
    }

    // Distances become weights, the nearest day's being one.
    void Soften(float[] distances, int stride, int offset, float temperature)
    {
        float nearest = float.PositiveInfinity;
        for (int day = 0; day < _days; day++)
        {
            nearest = MathF.Min(nearest, distances[(day * stride) + offset]);
        }

        for (int day = 0; day < _days; day++)
        {
            ref float distance = ref distances[(day * stride) + offset];
            distance = float.IsPositiveInfinity(distance) ? 0 : MathF.Exp((nearest - distance) / temperature);
        }
    }

    void Mix(int kind, int slot, long day, long touchedFrom, long touchedTo, Span<float> expected)
    {
        _weights.AsSpan().Clear();
        _sums.AsSpan().Clear();
        for (int other = 0; other < _days; other++)
        {
            long that = _firstDay + other;
            // The day a bin lies on is never seen; the other days of a long window are seen by the plain means alone.
            if (that == day || (kind >= 2 && that >= touchedFrom && that <= touchedTo))
            {
                continue;
            }

            int at = ((other * _slots) + slot) * _columns;
            var profile = _profiles.AsSpan(at, _columns);
            var present = _present.AsSpan(at, _columns);
            if (kind == 3)
            {
                var likeness = _ownLikeness.AsSpan(other * _columns, _columns);
                VectorSums.AddProducts(profile, likeness, _sums);
                VectorSums.AddProducts(present, likeness, _weights);
                continue;
            }

            float weight = kind switch
            {
                0 => 1,
                1 => IsOfKind(that, day) ? 1 : 0,
                _ => _likeness[other],
            };
            VectorSums.AddScaled(profile, weight, _sums);
            VectorSums.AddScaled(present, weight, _weights);
        }

        for (int column = 0; column < _columns; column++)
        {
            expected[column] = _weights[column] > LeastWeight ? _sums[column] / _weights[column] : Fallback(kind, slot, day, column);
        }
    }

    // Where no day of the kind was there, all others count alike.
    float Fallback(int kind, int slot, long day, int column) => kind == 0 ? _means[column] : MeanOfOthers(slot, day, column, ofKind: false);
}
