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
    readonly Spread[] _spreads = new Spread[shape.OutputLength]; // room to work in

    /// <summary>Adds a window's outcomes.</summary>
    /// <param name="residuals">The outcomes' errors.</param>
    /// <param name="window">Which window of them.</param>
    /// <param name="reaches">[level, H, N]: how many spreads the bands reach to either side.</param>
    public void AddWindow(ResidualSet residuals, int window, ReadOnlySpan<float> reaches)
    {
        var errors = residuals.Of(window);
        residuals.CopySpreads(window, _spreads);
        for (int place = 0; place < errors.Length; place++)
        {
            float error = errors[place];
            if (float.IsNaN(error))
            {
                continue;
            }

            _points[place]++;
            var spread = _spreads[place];
            float score = Math.Abs(error);
            for (int level = 0; level < Levels; level++)
            {
                int at = (level * shape.OutputLength) + place;
                _inside[at] += score <= reaches[at] ? 1 : 0;
                _widths[at] += ((double)spread.Down + spread.Up) * reaches[at];
                _penalties[at] += Math.Max(0, score - reaches[at]) * spread.Towards(error);
            }
        }
    }

    /// <summary>Coverage and width over some steps of one metric or of all; null when there was no outcome.</summary>
    public BandQuality? Measure(int firstStep, int endStep, int? metric = null)
    {
        long points = 0;
        var inside = new double[Levels];
        var widths = new double[Levels];
        var penalties = new double[Levels];
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
                    penalties[level] += _penalties[(level * shape.OutputLength) + place];
                }
            }
        }

        return points == 0
            ? null
            : new BandQuality(
                [.. inside.Select(sum => sum / points)],
                [.. widths.Select(sum => sum / points)],
                [.. widths.Select((sum, level) => (sum + (2 * penalties[level] / (1 - BandLevels.All[level]))) / points)]);
    }

    /// <summary>
    /// What to choose by: the interval score over everything, summed over levels, a tenth more for each point that the
    /// coverage is off. Lower is better.
    /// </summary>
    public double Loss()
    {
        if (Measure(0, shape.Horizon) is not { } quality)
        {
            return 0;
        }

        double off = quality.Coverage.Zip(BandLevels.All, (found, wanted) => Math.Abs(found - wanted)).Sum();
        return quality.Score.Sum() * (1 + (10 * off));
    }
}
