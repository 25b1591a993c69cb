namespace Presage.Telemetry.Windows;

/// <summary>Makes single wild values missing, so that windows fill them as they fill any gap.</summary>
/// <remarks>
/// Hampel's identifier (1974) over the past only: x is an outlier when |x - median| exceeds Threshold times
/// 1.4826 MAD of the observations before it. Values after x have no influence, so it may run on live data; use it for
/// inputs, and never to leave hard values out of a test.
/// </remarks>
public static class OutlierRepair
{
    const double DeviationsPerMad = 1.4826; // of a normal distribution

    /// <summary>Removes the outliers of every metric of every entity.</summary>
    /// <param name="frame">Values in any unit.</param>
    /// <param name="options">What counts as an outlier.</param>
    /// <returns>A new frame on the same grid, and how many values became NaN.</returns>
    /// <exception cref="ArgumentException">The options are out of range.</exception>
    public static (Frame Repaired, int Removed) Apply(Frame frame, OutlierOptions options)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var values = new float[frame.Entities.Count * frame.Metrics.Count * frame.Bins];
        int removed = 0;
        for (int row = 0; row < frame.Entities.Count * frame.Metrics.Count; row++)
        {
            var series = values.AsSpan(row * frame.Bins, frame.Bins);
            frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count).CopyTo(series);
            removed += Remove(series, options);
        }

        return (frame.With(values), removed);
    }

    static int Remove(Span<float> series, OutlierOptions options)
    {
        var past = new float[options.Window]; // a ring of what was observed, outliers included
        var sorted = new float[options.Window];
        int seen = 0;
        int run = 0;
        int removed = 0;
        foreach (ref float value in series)
        {
            if (float.IsNaN(value))
            {
                continue;
            }

            float observed = value;
            bool isOutlier = seen >= options.Window && IsOutlier(observed, past, sorted, options);
            run = isOutlier ? run + 1 : 0;
            if (isOutlier && run <= options.MaximumRun)
            {
                value = float.NaN;
                removed++;
            }

            past[seen % options.Window] = observed;
            seen++;
        }

        return removed;
    }

    static bool IsOutlier(float value, float[] past, float[] sorted, OutlierOptions options)
    {
        double median = Median(past, sorted);
        for (int i = 0; i < past.Length; i++)
        {
            sorted[i] = (float)Math.Abs(past[i] - median);
        }

        double deviation = Math.Max(DeviationsPerMad * MiddleOf(sorted), options.MinimumDeviation * Math.Abs(median));
        return Math.Abs(value - median) > options.Threshold * deviation;
    }

    static double Median(float[] past, float[] sorted)
    {
        past.CopyTo(sorted, 0);
        return MiddleOf(sorted);
    }

    static double MiddleOf(float[] values)
    {
        Array.Sort(values);
        int half = values.Length / 2;
        return values.Length % 2 == 1 ? values[half] : (values[half - 1] + (double)values[half]) / 2;
    }
}
