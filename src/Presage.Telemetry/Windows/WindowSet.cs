namespace Presage.Telemetry.Windows;

/// <summary>The windows of a frame that have enough observations, as an index; nothing is copied until asked for.</summary>
/// <remarks>
/// Inputs are filled causally: linear interpolation only between two observations inside the window; bins after the
/// newest one repeat it, bins before the oldest one repeat that. Nothing after the origin can change an input.
/// Targets are never filled. Safe to read from several threads.
/// </remarks>
public sealed class WindowSet
{
    readonly ObservedBins _observed;
    readonly int[] _origins; // entity by entity, rising
    readonly int[] _starts;  // [entity + 1], where an entity's origins begin

    WindowSet(Frame frame, BinRange targets, WindowOptions options, ObservedBins observed, int[] origins, int[] starts)
    {
        Frame = frame;
        Targets = targets;
        Options = options;
        _observed = observed;
        _origins = origins;
        _starts = starts;
    }

    /// <summary>How many windows there are.</summary>
    public int Count => _origins.Length;

    /// <summary>The frame the windows look into.</summary>
    public Frame Frame { get; }

    /// <summary>Where the targets of every window lie.</summary>
    public BinRange Targets { get; }

    /// <summary>The shape of the windows.</summary>
    public WindowOptions Options { get; }

    /// <summary>Finds every window whose targets lie in a range; its input may reach left of the range.</summary>
    /// <remarks>
    /// A window lies between the entity's first and last observed bin. It is kept when the newest observation of its
    /// input is at most <see cref="WindowOptions.MaximumAge"/> bins old and at least <see cref="WindowOptions.MinimumCoverage"/>
    /// of its input bins are observed or in a gap of the entity's series of at most <see cref="WindowOptions.MaximumGap"/>.
    /// How long a gap turns out to be is known only after it, so the choice of windows may look past the origin; their
    /// inputs never do.
    /// </remarks>
    /// <param name="frame">Scaled or unscaled values.</param>
    /// <param name="targets">Where all targets of a window must lie.</param>
    /// <param name="options">The shape of the windows.</param>
    /// <returns>The windows, entity by entity, in the order of time; there may be none.</returns>
    /// <exception cref="ArgumentException">The options are out of range.</exception>
    public static WindowSet Create(Frame frame, BinRange targets, WindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var observed = new ObservedBins(frame, options.Presence);
        var origins = new List<int>();
        var starts = new int[frame.Entities.Count + 1];
        for (int entity = 0; entity < frame.Entities.Count; entity++)
        {
            AddOrigins(observed, entity, targets, options, origins);
            starts[entity + 1] = origins.Count;
        }

        return new WindowSet(frame, targets, options, observed, [.. origins], starts);
    }

    /// <summary>One window an entity, to forecast from: its targets may lie beyond the frame.</summary>
    /// <param name="frame">Scaled or unscaled values.</param>
    /// <param name="options">The shape of the windows; only the input is asked for.</param>
    /// <param name="origin">The newest input bin; by default each entity's own newest observed bin.</param>
    /// <returns>The windows of the entities that have enough observations.</returns>
    /// <exception cref="ArgumentException">The options are out of range, or the origin is not in the frame.</exception>
    public static WindowSet CreateLatest(Frame frame, WindowOptions options, int? origin = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)(origin ?? 0), (uint)Math.Max(1, frame.Bins), nameof(origin));
        var observed = new ObservedBins(frame, options.Presence);
        var origins = new List<int>();
        var starts = new int[frame.Entities.Count + 1];
        for (int entity = 0; entity < frame.Entities.Count; entity++)
        {
            int newest = origin ?? observed.Last(entity);
            if (newest >= 0 && newest - options.InputBins + 1 >= observed.First(entity))
            {
                var covered = observed.CountCovered(entity, options.MaximumGap, newest + 1);
                if (IsKept(observed, covered, entity, newest, options))
                {
                    origins.Add(newest);
                }
            }

            starts[entity + 1] = origins.Count;
        }

        return new WindowSet(frame, new BinRange(0, int.MaxValue), options, observed, [.. origins], starts);
    }

    /// <summary>The windows whose targets all lie in a part of the range.</summary>
    /// <param name="targets">The part.</param>
    /// <returns>Windows in the same order; they share everything with this set.</returns>
    public WindowSet Within(BinRange targets)
    {
        var origins = new List<int>();
        var starts = new int[_starts.Length];
        for (int entity = 0; entity + 1 < _starts.Length; entity++)
        {
            foreach (int origin in _origins.AsSpan(_starts[entity].._starts[entity + 1]))
            {
                if (origin + 1 >= targets.Start && origin + Options.Horizon < targets.End)
                {
                    origins.Add(origin);
                }
            }

            starts[entity + 1] = origins.Count;
        }

        return new WindowSet(Frame, targets, Options, _observed, [.. origins], starts);
    }

    /// <summary>The same windows of a frame with other values.</summary>
    /// <param name="frame">Observed in the same bins as this set's frame.</param>
    /// <exception cref="ArgumentException">It has other entities, metrics or bins.</exception>
    public WindowSet OfFrame(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Bins != Frame.Bins || !frame.Entities.SequenceEqual(Frame.Entities) || !frame.Metrics.SequenceEqual(Frame.Metrics))
        {
            throw new ArgumentException(
                $"The frame has {frame.Entities.Count} entities, {frame.Metrics.Count} metrics and {frame.Bins} bins, or other names than the "
                + $"{Frame.Entities.Count} entities, {Frame.Metrics.Count} metrics and {Frame.Bins} bins of the windows.", nameof(frame));
        }

        return new WindowSet(frame, Targets, Options, _observed, _origins, _starts);
    }

    /// <summary>The windows of a frame of one entity at given origins, whatever was observed in them.</summary>
    /// <param name="frame">One entity.</param>
    /// <param name="targets">Where all targets lie.</param>
    /// <param name="options">The shape of the windows.</param>
    /// <param name="origins">Rising; each at least <see cref="WindowOptions.InputBins"/> - 1.</param>
    internal static WindowSet AtOrigins(Frame frame, BinRange targets, WindowOptions options, int[] origins) =>
        new(frame, targets, options, new ObservedBins(frame, options.Presence), origins, [0, origins.Length]);

    /// <summary>Where a window lies.</summary>
    /// <param name="index">From 0 to <see cref="Count"/>, exclusive.</param>
    /// <returns>The entity's index and the origin e: inputs end at bin e, targets are e+1 to e+H.</returns>
    public (int Entity, int Origin) At(int index)
    {
        int origin = _origins[index];
        int at = Array.BinarySearch(_starts, index);
        int entity = at < 0 ? ~at - 1 : at;
        while (_starts[entity + 1] == index)
        {
            entity++; // entities without a window begin where the next one does
        }

        return (entity, origin);
    }

    /// <summary>Copies a window's input, filled causally.</summary>
    /// <param name="index">From 0 to <see cref="Count"/>, exclusive.</param>
    /// <param name="values">[T, N], always finite; a metric without any observation in the window is 0.</param>
    /// <param name="observed">[T, N], 1 where the value was observed and 0 where it was filled in; may be empty.</param>
    /// <exception cref="ArgumentException">A length is not T x N.</exception>
    public void CopyInput(int index, Span<float> values, Span<float> observed)
    {
        int metrics = Frame.Metrics.Count;
        RequireLength("input", values.Length, Options.Lookback * metrics);
        if (!observed.IsEmpty)
        {
            RequireLength("observed", observed.Length, Options.Lookback * metrics);
        }

        (int entity, int origin) = At(index);
        var input = new CausalInput(Options.Lookback, Options.Dilation, Options.InterpolationLimit, metrics);
        var present = _observed.Present(entity);
        for (int metric = 0; metric < metrics; metric++)
        {
            input.Copy(
                Frame.Values(entity, metric), present, origin, values[metric..], observed.IsEmpty ? observed : observed[metric..]);
        }
    }

    /// <summary>Copies a window's targets.</summary>
    /// <param name="index">From 0 to <see cref="Count"/>, exclusive.</param>
    /// <param name="values">[H, N], 0 where missing.</param>
    /// <param name="mask">[H, N], 1 where observed, 0 where missing or beyond the frame.</param>
    /// <exception cref="ArgumentException">A length is not H x N.</exception>
    public void CopyTarget(int index, Span<float> values, Span<float> mask)
    {
        int metrics = Frame.Metrics.Count;
        RequireLength("target", values.Length, Options.Horizon * metrics);
        RequireLength("mask", mask.Length, Options.Horizon * metrics);
        (int entity, int origin) = At(index);
        var present = _observed.Present(entity);
        for (int metric = 0; metric < metrics; metric++)
        {
            var series = Frame.Values(entity, metric);
            for (int step = 0; step < Options.Horizon; step++)
            {
                int bin = origin + 1 + step;
                bool isThere = bin < series.Length && present[bin] && !float.IsNaN(series[bin]);
                values[(step * metrics) + metric] = isThere ? series[bin] : 0;
                mask[(step * metrics) + metric] = isThere ? 1 : 0;
            }
        }
    }

    /// <summary>The time of an input step: the start of its bin.</summary>
    /// <param name="index">From 0 to <see cref="Count"/>, exclusive.</param>
    /// <param name="step">From 0, the oldest, to T, exclusive.</param>
    /// <returns>Milliseconds in the frame's own time.</returns>
    public long InputTimeMs(int index, int step) =>
        Frame.TimeMs(_origins[index] - ((Options.Lookback - 1 - step) * Options.Dilation));

    /// <summary>The time of a target step: the start of its bin.</summary>
    /// <param name="index">From 0 to <see cref="Count"/>, exclusive.</param>
    /// <param name="step">From 0, the first bin after the origin, to H, exclusive.</param>
    /// <returns>Milliseconds in the frame's own time.</returns>
    public long TargetTimeMs(int index, int step) => Frame.TimeMs(_origins[index] + 1 + step);

    /// <summary>Says why there is no window, for the one who gave the data: what they lack, and what was needed.</summary>
    /// <returns>One sentence; it is of no meaning when there are windows.</returns>
    public string ExplainEmptiness() => WindowShortage.Explain(Frame, Targets, Options, _observed);

    static void AddOrigins(ObservedBins observed, int entity, BinRange targets, WindowOptions options, List<int> origins)
    {
        int first = observed.First(entity);
        int last = observed.Last(entity);
        if (first < 0)
        {
            return;
        }

        var covered = observed.CountCovered(entity, options.MaximumGap, last + 1);
        int oldest = Math.Max(first + options.InputBins - 1, targets.Start - 1);
        int newest = Math.Min(last, targets.End - 1) - options.Horizon;
        for (int origin = oldest; origin <= newest; origin += options.Hop)
        {
            if (IsKept(observed, covered, entity, origin, options))
            {
                origins.Add(origin);
            }
        }
    }

    static bool IsKept(ObservedBins observed, int[] covered, int entity, int origin, WindowOptions options)
    {
        int start = origin - options.InputBins + 1;
        int newest = observed.NewestAtOrBefore(entity, origin);
        return newest >= start
            && origin - newest <= options.MaximumAge
            && covered[origin + 1] - covered[start] >= options.MinimumCoverage * options.InputBins;
    }

    static void RequireLength(string what, int found, int expected)
    {
        if (found != expected)
        {
            throw new ArgumentException($"The {what} span holds {found} values, a window {expected}.");
        }
    }
}
