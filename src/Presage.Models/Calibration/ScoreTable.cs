using Presage.Models.Artefacts;
using Presage.Models.Forecasting;

namespace Presage.Models.Calibration;

/// <summary>How large an error has to be allowed for a given coverage, by step and metric, pooled over entities.</summary>
/// <remarks>
/// A table of the empirical quantiles of |error|, denser towards full coverage: entry i holds coverage 1 - (1 - i/K)^2.
/// </remarks>
sealed class ScoreTable
{
    const int Intervals = 128; // K
    const int Entries = Intervals + 1;

    readonly float[] _quantiles; // [H, N, Entries]
    readonly ForecastShape _shape;

    ScoreTable(ForecastShape shape, float[] quantiles)
    {
        _shape = shape;
        _quantiles = quantiles;
    }

    /// <summary>Sorts the errors of the windows that a choice takes.</summary>
    /// <param name="residuals">Errors on windows the model was not fitted on.</param>
    /// <param name="take">Which windows count; null for all.</param>
    public static ScoreTable Fit(ResidualSet residuals, Func<int, bool>? take = null)
    {
        var shape = residuals.Shape;
        int[] windows = [.. Enumerable.Range(0, residuals.Windows.Count).Where(window => take is null || take(window))];
        var quantiles = new float[shape.OutputLength * Entries];
        for (int metric = 0; metric < shape.Metrics; metric++)
        {
            for (int step = 0; step < shape.Horizon; step++)
            {
                int place = (step * shape.Metrics) + metric;
                var scores = Collect(residuals, windows, place);
                if (scores.Length == 0 && step > 0)
                {
                    quantiles.AsSpan((place - shape.Metrics) * Entries, Entries).CopyTo(quantiles.AsSpan(place * Entries, Entries));
                    continue;
                }

                Tabulate(scores, quantiles.AsSpan(place * Entries, Entries));
            }
        }

        return new ScoreTable(shape, quantiles);
    }

    /// <summary>Half the width of a symmetric band.</summary>
    /// <param name="place">step x N + metric.</param>
    /// <param name="coverage">The wanted share; above 1 the largest known error is stretched, at 0 and below it is 0.</param>
    public float HalfWidth(int place, double coverage)
    {
        var row = _quantiles.AsSpan(place * Entries, Entries);
        if (coverage >= 1)
        {
            return row[^1] * Stretch(coverage);
        }

        double at = Intervals * (1 - Math.Sqrt(1 - Math.Max(0, coverage)));
        int below = (int)at;
        float share = (float)(at - below);
        return row[below] + (share * (row[Math.Min(below + 1, Intervals)] - row[below]));
    }

    /// <summary>
    /// By how much the largest known error is stretched. Adaptive conformal inference asks for more than full coverage
    /// after many misses; an infinite band would be valid but useless, so it grows by e for each eighth above.
    /// </summary>
    public static float Stretch(double coverage) => coverage > 1 ? (float)Math.Exp(8 * (coverage - 1)) : 1;

    public void Save(ArtefactWriter writer) => writer.Write("bands.quantiles", _quantiles, _shape.Horizon, _shape.Metrics, Entries);

    public static ScoreTable Load(ArtefactReader reader, ForecastShape shape) =>
        new(shape, reader.Read("bands.quantiles", shape.Horizon, shape.Metrics, Entries));

    static float[] Collect(ResidualSet residuals, int[] windows, int place)
    {
        var scores = new List<float>(windows.Length);
        foreach (int window in windows)
        {
            float error = residuals.Of(window)[place];
            if (!float.IsNaN(error))
            {
                scores.Add(error);
            }
        }

        return [.. scores];
    }

    // Split conformal's quantile: rank (n + 1) x coverage, between two ranks interpolated, at most the largest.
    static void Tabulate(float[] scores, Span<float> row)
    {
        if (scores.Length == 0)
        {
            row.Clear();
            return;
        }

        Array.Sort(scores);
        for (int i = 0; i < row.Length; i++)
        {
            double left = 1 - ((double)i / Intervals);
            double rank = Math.Clamp(((scores.Length + 1) * (1 - (left * left))) - 1, 0, scores.Length - 1);
            int below = (int)rank;
            int above = Math.Min(below + 1, scores.Length - 1);
            row[i] = scores[below] + ((float)(rank - below) * (scores[above] - scores[below]));
        }
    }
}
