using Presage.Models.Forecasting;

namespace Presage.Models.Calibration;

/// <summary>What tells how widely the outcomes of a forecast scatter: features of the metric's own window and of the forecast's place in it.</summary>
/// <remarks>
/// Sizes are logarithms, so that spreads made from them are products of powers: a window that swings ten times as widely
/// has a spread that is larger by a learned power of ten. Not safe for use by several threads.
/// </remarks>
sealed class SpreadFeatures
{
    /// <summary>P, as many as one vector register holds.</summary>
    public const int Count = OfWindow + OfStep;

    const int OfWindow = 4;
    const int OfStep = 4;
    const int RecentSteps = 24;
    const int NewestDifferences = 6;

    // Sizes count as at least and at most this in scaled units, so that no logarithm runs away.
    const float Least = 1e-3f;
    const float Most = 1e3f;

    readonly ForecastShape _shape;
    readonly BandSteps _steps;
    readonly float[] _series; // [T], room to work in

    /// <param name="shape">T, H and N.</param>
    /// <param name="steps">The steps that are described.</param>
    public SpreadFeatures(ForecastShape shape, BandSteps steps)
    {
        (_shape, _steps) = (shape, steps);
        _series = new float[shape.Lookback];
    }

    /// <summary>Describes the forecast of one window.</summary>
    /// <param name="values">[T, N], filled causally.</param>
    /// <param name="observed">[T, N], 1 or 0.</param>
    /// <param name="forecast">[H, N].</param>
    /// <param name="features">[step, N, P] of the described steps, written; always finite.</param>
    public void Describe(ReadOnlySpan<float> values, ReadOnlySpan<float> observed, ReadOnlySpan<float> forecast, Span<float> features)
    {
        Span<float> ofWindow = stackalloc float[OfWindow];
        for (int metric = 0; metric < _shape.Metrics; metric++)
        {
            var (lowest, highest) = DescribeWindow(values, observed, metric, ofWindow);
            for (int index = 0; index < _steps.Count; index++)
            {
                float point = forecast[(_steps[index] * _shape.Metrics) + metric];
                var target = features.Slice(((index * _shape.Metrics) + metric) * Count, Count);
                ofWindow.CopyTo(target);
                target[OfWindow] = Size(point - lowest);
                target[OfWindow + 1] = Size(highest - point);
                target[OfWindow + 2] = Size(Math.Abs(point - _series[^1]));
                target[OfWindow + 3] = Math.Clamp(point, -Most, Most);
            }
        }
    }

    (float Lowest, float Highest) DescribeWindow(ReadOnlySpan<float> values, ReadOnlySpan<float> observed, int metric, Span<float> target)
    {
        var (lowest, highest) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int step = 0; step < _series.Length; step++)
        {
            float value = values[(step * _shape.Metrics) + metric];
            _series[step] = value;
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        }

        target[0] = Size(Deviation(_series));
        target[1] = Size(Deviation(Newest(RecentSteps)));
        target[2] = Size(MeanDifference(Newest(NewestDifferences + 1)));
        target[3] = MathF.Log(1 + Age(observed, metric));
        return (lowest, highest);
    }

    ReadOnlySpan<float> Newest(int steps) => _series.AsSpan()[^Math.Min(steps, _series.Length)..];

    static float Size(float size) => MathF.Log(Math.Clamp(size, 0, Most) + Least);

    static float Deviation(ReadOnlySpan<float> values)
    {
        double sum = 0;
        double squares = 0;
        foreach (float value in values)
        {
            sum += value;
            squares += (double)value * value;
        }

        double mean = sum / values.Length;
        return (float)Math.Sqrt(Math.Max(0, (squares / values.Length) - (mean * mean)));
    }

    static float MeanDifference(ReadOnlySpan<float> values)
    {
        float sum = 0;
        for (int i = 1; i < values.Length; i++)
        {
            sum += Math.Abs(values[i] - values[i - 1]);
        }

        return sum / Math.Max(1, values.Length - 1);
    }

    // How many bins ago the newest observation was.
    int Age(ReadOnlySpan<float> observed, int metric)
    {
        int age = 0;
        while (age < _series.Length && observed[((_series.Length - 1 - age) * _shape.Metrics) + metric] == 0)
        {
            age++;
        }

        return age;
    }
}
