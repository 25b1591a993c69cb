using Presage.Models.Forecasting;

namespace Presage.Models.Calibration;

/// <summary>Counts outcomes inside bands by level, step and metric.</summary>
/// <param name="shape">H and N.</param>
sealed class BandSums(ForecastShape shape)
{
    static readonly int Levels = BandLevels.All.Count;

    readonly long[] _inside = new long[Levels * shape.OutputLength]; // [level, H, N]
    readonly double[] _widths = new double[Levels * shape.OutputLength];
    readonly double[] _penalties = new double[Levels * shape.OutputLength];
    readonly long[] _points = new long[shape.OutputLength];

    /// <summary>Adds a window's outcomes.</summary>
    /// <param name="errors">[H, N], NaN where there was no outcome.</param>
    /// <param name="halfWidths">[level, H, N].</param>
    public void AddWindow(ReadOnlySpan<float> errors, ReadOnlySpan<float> halfWidths)
    {
        for (int place = 0; place < errors.Length; place++)
        {
            float error = errors[place];
            if (float.IsNaN(error))
            {
                continue;
            }

            _points[place]++;
            for (int level = 0; level < Levels; level++)
            {
                int at = (level * shape.OutputLength) + place;
                _inside[at] += error <= halfWidths[at] ? 1 : 0;
                _widths[at] += 2.0 * halfWidths[at];
                _penalties[at] += Math.Max(0, error - halfWidths[at]);
            }
        }
    }

    /// <summary>Coverage and width over some steps of one metric or of all; null when there was no outcome.</summary>
    public BandQuality? Measure(int firstStep, int endStep, int? metric = null)
    {
        long points = 0;
        var inside = new double[Levels];
        var widths = new double[Levels];
        for (int step = firstStep; step < endStep; step++)
        {
            for (int one = metric ?? 0; one < (metric + 1 ?? shape.Metrics); one++)
            {
                int place = (step * shape.Metrics) + one;
                points += _points[place];
                for (int level = 0; level < Levels; level++)
                {
                    inside[level] += _inside[(level * shape.OutputLength) + place];
                    widths[level] += _widths[(level * shape.OutputLength) + place];
                }
            }
        }

        return points == 0
            ? null
            : new BandQuality([.. inside.Select(sum => sum / points)], [.. widths.Select(sum => sum / points)]);
    }

    /// <summary>
    /// What to choose by: Winkler's interval score over everything (width plus 2/alpha times the distance of each miss,
    /// summed over levels), a tenth more for each point that the coverage is off. Lower is better.
    /// </summary>
    public double Loss()
    {
        if (Measure(0, shape.Horizon) is not { } quality)
        {
            return 0;
        }

        double score = 0;
        long points = 0;
        for (int place = 0; place < shape.OutputLength; place++)
        {
            points += _points[place];
            for (int level = 0; level < Levels; level++)
            {
                int at = (level * shape.OutputLength) + place;
                score += _widths[at] + (2 * _penalties[at] / (1 - BandLevels.All[level]));
            }
        }

        double off = quality.Coverage.Zip(BandLevels.All, (found, wanted) => Math.Abs(found - wanted)).Sum();
        return score / points * (1 + (10 * off));
    }
}
