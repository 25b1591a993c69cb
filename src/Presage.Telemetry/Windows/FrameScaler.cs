namespace Presage.Telemetry.Windows;

/// <summary>Scales each metric of each entity to mean 0 and deviation 1 over the bins it was fitted on.</summary>
/// <remarks>
/// The deviation is that of the population. A metric that does not vary there is only centred (deviation 1, as
/// scikit-learn's StandardScaler does), and one never observed there is left as it is: no value becomes NaN or infinite.
/// On a <see cref="MetricScale.Logarithmic"/> scale mean and deviation are those of sign(x) log(1 + |x| / unit), where the
/// unit is the mean size of the metric over the same bins.
/// </remarks>
public sealed class FrameScaler
{
    // e to this power times any unit is still a number that can be averaged and squared.
    const float LargestLogarithm = 30;

    readonly float[] _means;      // [entity, metric]
    readonly float[] _deviations; // [entity, metric]
    readonly float[] _units;      // [entity, metric]; 0 on a linear scale

    /// <summary>Takes scaling that was fitted before, as a trained artefact stores it.</summary>
    /// <param name="entities">The names of the entities.</param>
    /// <param name="metrics">The names of the metrics.</param>
    /// <param name="means">[entity, metric].</param>
    /// <param name="deviations">[entity, metric], each above 0.</param>
    /// <param name="units">[entity, metric], 0 on a linear scale; null when all are.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a number is not finite or not above 0.</exception>
    public FrameScaler(
        IReadOnlyList<string> entities, IReadOnlyList<string> metrics, float[] means, float[] deviations, float[]? units = null)
    {
        ArgumentNullException.ThrowIfNull(entities);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(deviations);
        int rows = entities.Count * metrics.Count;
        units ??= new float[rows];
        if (means.Length != rows || deviations.Length != rows || units.Length != rows)
        {
            throw new ArgumentException(
                $"{entities.Count} entities x {metrics.Count} metrics need {rows} numbers; {means.Length} means, {deviations.Length} deviations "
                + $"and {units.Length} units came.",
                nameof(means));
        }

        for (int row = 0; row < rows; row++)
        {
            if (!float.IsFinite(means[row]) || !float.IsFinite(deviations[row]) || deviations[row] <= 0)
            {
                throw new ArgumentException($"Mean {means[row]} and deviation {deviations[row]} at {row} cannot scale.", nameof(deviations));
            }

            if (!float.IsFinite(units[row]) || units[row] < 0)
            {
                throw new ArgumentException($"Unit {units[row]} at {row} cannot scale.", nameof(units));
            }
        }

        Entities = entities;
        Metrics = metrics;
        _means = means;
        _deviations = deviations;
        _units = units;
    }

    /// <summary>The names of the entities.</summary>
    public IReadOnlyList<string> Entities { get; }

    /// <summary>The names of the metrics.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>[entity, metric] in the metrics' own units, or of the logarithms.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>[entity, metric] in the metrics' own units, or of the logarithms; each above 0.</summary>
    public ReadOnlySpan<float> Deviations => _deviations;

    /// <summary>[entity, metric]: what is 1 before its logarithm is taken, in the metric's own unit; 0 on a linear scale.</summary>
    public ReadOnlySpan<float> Units => _units;

    /// <summary>Whether any metric is on a logarithmic scale.</summary>
    public bool IsLogarithmic => _units.AsSpan().ContainsAnyExcept(0);

    /// <summary>Measures mean and deviation of the observed bins of a range; bins outside it have no influence.</summary>
    /// <param name="frame">Values in their own units.</param>
    /// <param name="range">The train bins; reaching beyond the frame is cut.</param>
    /// <param name="scale">What is measured: the values, or their logarithms.</param>
    /// <returns>The scaling of the frame's entities and metrics.</returns>
    public static FrameScaler Fit(Frame frame, BinRange range, MetricScale scale = MetricScale.Linear)
    {
        ArgumentNullException.ThrowIfNull(frame);
        (int start, int end) = Cut(frame, range);
        var scaling = new Scaling(frame);
        for (int row = 0; row < scaling.Rows; row++)
        {
            scaling.Measure(row, frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count)[start..end], scale);
        }

        return scaling.ToScaler(frame);
    }

    /// <summary>Measures one mean and deviation a metric over all entities, so that scaled errors of entities compare like those in its unit.</summary>
    /// <param name="frame">Values in their own units.</param>
    /// <param name="range">The train bins; reaching beyond the frame is cut.</param>
    /// <param name="scale">What is measured: the values, or their logarithms.</param>
    /// <returns>The scaling of the frame's entities and metrics.</returns>
    public static FrameScaler FitPooled(Frame frame, BinRange range, MetricScale scale = MetricScale.Linear)
    {
        ArgumentNullException.ThrowIfNull(frame);
        (int start, int end) = Cut(frame, range);
        int metrics = frame.Metrics.Count;
        var scaling = new Scaling(frame);
        for (int metric = 0; metric < metrics; metric++)
        {
            var values = new float[frame.Entities.Count * (end - start)];
            for (int entity = 0; entity < frame.Entities.Count; entity++)
            {
                frame.Values(entity, metric)[start..end].CopyTo(values.AsSpan(entity * (end - start)));
            }

            scaling.Measure(metric, values, scale);
            for (int entity = 1; entity < frame.Entities.Count; entity++)
            {
                scaling.Copy(metric, (entity * metrics) + metric);
            }
        }

        return scaling.ToScaler(frame);
    }

    /// <summary>Scales every value of a frame; missing stays missing.</summary>
    /// <param name="frame">A frame of the same entities and metrics, in the same order.</param>
    /// <returns>A new frame on the same grid.</returns>
    /// <exception cref="ArgumentException">The entities or metrics are others.</exception>
    public Frame Transform(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        RequireSame("entities", frame.Entities, Entities);
        RequireSame("metrics", frame.Metrics, Metrics);
        var scaled = new float[(long)_means.Length * frame.Bins];
        for (int row = 0; row < _means.Length; row++)
        {
            var values = frame.Values(row / Metrics.Count, row % Metrics.Count);
            var target = scaled.AsSpan(row * frame.Bins, frame.Bins);
            for (int bin = 0; bin < target.Length; bin++)
            {
                target[bin] = Scale(row, values[bin]);
            }
        }

        return frame.With(scaled);
    }

    /// <summary>Scales one value.</summary>
    /// <param name="entity">Index into <see cref="Entities"/>.</param>
    /// <param name="metric">Index into <see cref="Metrics"/>.</param>
    /// <param name="value">In the metric's own unit.</param>
    /// <returns>In deviations from the mean.</returns>
    public float Scale(int entity, int metric, float value) => Scale(Row(entity, metric), value);

    /// <summary>Undoes <see cref="Scale(int, int, float)"/>.</summary>
    /// <param name="entity">Index into <see cref="Entities"/>.</param>
    /// <param name="metric">Index into <see cref="Metrics"/>.</param>
    /// <param name="value">In deviations from the mean.</param>
    /// <returns>In the metric's own unit.</returns>
    public float Unscale(int entity, int metric, float value)
    {
        int row = Row(entity, metric);
        float plain = (value * _deviations[row]) + _means[row];
        return _units[row] > 0 ? Exponential(plain, _units[row]) : plain;
    }

    static void RequireSame(string what, IReadOnlyList<string> found, IReadOnlyList<string> expected)
    {
        if (!found.SequenceEqual(expected, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The frame's {what} are {string.Join(", ", found)}; the scaling was fitted for {string.Join(", ", expected)}.", nameof(found));
        }
    }

    static (int Start, int End) Cut(Frame frame, BinRange range)
    {
        int start = Math.Clamp(range.Start, 0, frame.Bins);
        return (start, Math.Clamp(range.End, start, frame.Bins));
    }

    static float Logarithm(float value, float unit) => MathF.CopySign((float)Math.Log(1 + Math.Abs((double)value / unit)), value);

    static float Exponential(float value, float unit) =>
        MathF.CopySign((float)(Math.Exp(Math.Min(LargestLogarithm, Math.Abs((double)value))) - 1) * unit, value);

    float Scale(int row, float value) => ((_units[row] > 0 ? Logarithm(value, _units[row]) : value) - _means[row]) / _deviations[row];

    int Row(int entity, int metric)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)entity, (uint)Entities.Count, nameof(entity));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)metric, (uint)Metrics.Count, nameof(metric));
        return (entity * Metrics.Count) + metric;
    }

    /// <summary>The numbers of a scaler while they are measured.</summary>
    sealed class Scaling(Frame frame)
    {
        readonly float[] _means = new float[frame.Entities.Count * frame.Metrics.Count];
        readonly float[] _deviations = new float[frame.Entities.Count * frame.Metrics.Count];
        readonly float[] _units = new float[frame.Entities.Count * frame.Metrics.Count];

        public int Rows => _means.Length;

        public void Measure(int row, ReadOnlySpan<float> values, MetricScale scale)
        {
            float unit = scale == MetricScale.Logarithmic ? MeanSize(values) : 0;
            if (unit > 0)
            {
                var logarithms = new float[values.Length];
                for (int bin = 0; bin < values.Length; bin++)
                {
                    logarithms[bin] = Logarithm(values[bin], unit);
                }

                values = logarithms;
            }

            (_means[row], _deviations[row]) = Measure(values);
            _units[row] = unit;
        }

        public void Copy(int from, int to)
        {
            _means[to] = _means[from];
            _deviations[to] = _deviations[from];
            _units[to] = _units[from];
        }

        public FrameScaler ToScaler(Frame scaled) => new(scaled.Entities, scaled.Metrics, _means, _deviations, _units);

        static float MeanSize(ReadOnlySpan<float> values)
        {
            double sum = 0;
            long count = 0;
            foreach (float value in values)
            {
                if (!float.IsNaN(value))
                {
                    sum += Math.Abs(value);
                    count++;
                }
            }

            return count > 0 ? (float)(sum / count) : 0;
        }

        static (float Mean, float Deviation) Measure(ReadOnlySpan<float> values)
        {
            double sum = 0;
            long count = 0;
            foreach (float value in values)
            {
                if (!float.IsNaN(value))
                {
                    sum += value;
                    count++;
                }
            }

            if (count == 0)
            {
                return (0, 1);
            }

            double mean = sum / count;
            double squares = 0;
            foreach (float value in values)
            {
                if (!float.IsNaN(value))
                {
                    squares += (value - mean) * (value - mean);
                }
            }

            double deviation = Math.Sqrt(squares / count);
            // Below this the deviation is the rounding of equal float32 values, not a spread.
            return ((float)mean, deviation > 1e-6 * Math.Max(1e-6, Math.Abs(mean)) ? (float)deviation : 1);
        }
    }
}
