namespace Presage.Telemetry.Windows;

/// <summary>Scales each metric of each entity to mean 0 and deviation 1 over the bins it was fitted on.</summary>
/// <remarks>
/// The deviation is that of the population. A metric that does not vary there is only centred (deviation 1, as
/// scikit-learn's StandardScaler does), and one never observed there is left as it is: no value becomes NaN or infinite.
/// </remarks>
public sealed class FrameScaler
{
    readonly float[] _means;      // [entity, metric]
    readonly float[] _deviations; // [entity, metric]

    /// <summary>Takes scaling that was fitted before, as a trained artefact stores it.</summary>
    /// <param name="entities">The names of the entities.</param>
    /// <param name="metrics">The names of the metrics.</param>
    /// <param name="means">[entity, metric].</param>
    /// <param name="deviations">[entity, metric], each above 0.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a number is not finite or not above 0.</exception>
    public FrameScaler(IReadOnlyList<string> entities, IReadOnlyList<string> metrics, float[] means, float[] deviations)
    {
        ArgumentNullException.ThrowIfNull(entities);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(deviations);
        int rows = entities.Count * metrics.Count;
        if (means.Length != rows || deviations.Length != rows)
        {
            throw new ArgumentException(
                $"{entities.Count} entities x {metrics.Count} metrics need {rows} numbers; {means.Length} means and {deviations.Length} deviations came.",
                nameof(means));
        }

        for (int row = 0; row < rows; row++)
        {
            if (!float.IsFinite(means[row]) || !float.IsFinite(deviations[row]) || deviations[row] <= 0)
            {
                throw new ArgumentException($"Mean {means[row]} and deviation {deviations[row]} at {row} cannot scale.", nameof(deviations));
            }
        }

        Entities = entities;
        Metrics = metrics;
        _means = means;
        _deviations = deviations;
    }

    /// <summary>The names of the entities.</summary>
    public IReadOnlyList<string> Entities { get; }

    /// <summary>The names of the metrics.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>[entity, metric] in the metrics' own units.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>[entity, metric] in the metrics' own units, each above 0.</summary>
    public ReadOnlySpan<float> Deviations => _deviations;

    /// <summary>Measures mean and deviation of the observed bins of a range; bins outside it have no influence.</summary>
    /// <param name="frame">Values in their own units.</param>
    /// <param name="range">The train bins; reaching beyond the frame is cut.</param>
    /// <returns>The scaling of the frame's entities and metrics.</returns>
    public static FrameScaler Fit(Frame frame, BinRange range)
    {
        ArgumentNullException.ThrowIfNull(frame);
        int start = Math.Clamp(range.Start, 0, frame.Bins);
        int end = Math.Clamp(range.End, start, frame.Bins);
        var means = new float[frame.Entities.Count * frame.Metrics.Count];
        var deviations = new float[means.Length];
        for (int row = 0; row < means.Length; row++)
        {
            var values = frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count)[start..end];
            (means[row], deviations[row]) = Measure(values);
        }

        return new FrameScaler(frame.Entities, frame.Metrics, means, deviations);
    }

    /// <summary>Measures one mean and deviation a metric over all entities, so that scaled errors of entities compare like those in its unit.</summary>
    /// <param name="frame">Values in their own units.</param>
    /// <param name="range">The train bins; reaching beyond the frame is cut.</param>
    /// <returns>The scaling of the frame's entities and metrics.</returns>
    public static FrameScaler FitPooled(Frame frame, BinRange range)
    {
        ArgumentNullException.ThrowIfNull(frame);
        int start = Math.Clamp(range.Start, 0, frame.Bins);
        int end = Math.Clamp(range.End, start, frame.Bins);
        int metrics = frame.Metrics.Count;
        var means = new float[frame.Entities.Count * metrics];
        var deviations = new float[means.Length];
        for (int metric = 0; metric < metrics; metric++)
        {
            var values = new float[frame.Entities.Count * (end - start)];
            for (int entity = 0; entity < frame.Entities.Count; entity++)
            {
                frame.Values(entity, metric)[start..end].CopyTo(values.AsSpan(entity * (end - start)));
            }

            var (mean, deviation) = Measure(values);
            for (int entity = 0; entity < frame.Entities.Count; entity++)
            {
                means[(entity * metrics) + metric] = mean;
                deviations[(entity * metrics) + metric] = deviation;
            }
        }

        return new FrameScaler(frame.Entities, frame.Metrics, means, deviations);
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
                target[bin] = (values[bin] - _means[row]) / _deviations[row];
            }
        }

        return frame.With(scaled);
    }

    /// <summary>Scales one value.</summary>
    /// <param name="entity">Index into <see cref="Entities"/>.</param>
    /// <param name="metric">Index into <see cref="Metrics"/>.</param>
    /// <param name="value">In the metric's own unit.</param>
    /// <returns>In deviations from the mean.</returns>
    public float Scale(int entity, int metric, float value)
    {
        int row = Row(entity, metric);
        return (value - _means[row]) / _deviations[row];
    }

    /// <summary>Undoes <see cref="Scale"/>.</summary>
    /// <param name="entity">Index into <see cref="Entities"/>.</param>
    /// <param name="metric">Index into <see cref="Metrics"/>.</param>
    /// <param name="value">In deviations from the mean.</param>
    /// <returns>In the metric's own unit.</returns>
    public float Unscale(int entity, int metric, float value)
    {
        int row = Row(entity, metric);
        return (value * _deviations[row]) + _means[row];
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

    static void RequireSame(string what, IReadOnlyList<string> found, IReadOnlyList<string> expected)
    {
        if (!found.SequenceEqual(expected, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The frame's {what} are {string.Join(", ", found)}; the scaling was fitted for {string.Join(", ", expected)}.", nameof(found));
        }
    }

    int Row(int entity, int metric)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)entity, (uint)Entities.Count, nameof(entity));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)metric, (uint)Metrics.Count, nameof(metric));
        return (entity * Metrics.Count) + metric;
    }
}
