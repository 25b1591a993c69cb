using Presage.Models.Artefacts;
using Presage.Models.Forecasting;

namespace Presage.Models.Calibration;

/// <summary>How far a band has to reach for a given coverage, by step and metric, pooled over entities.</summary>
/// <remarks>
/// A table of the empirical quantiles of the scores, the sizes of errors in spreads, denser towards full coverage: entry i
/// holds coverage 1 - (1 - i/K)^2.
/// </remarks>
sealed class ScoreTable
{
    const int Intervals = 128;
    const int Entries = Intervals + 1;
    const int BlockPlaces = 16;

    readonly float[] _quantiles; // [H, N, Entries]
    readonly ForecastShape _shape;

    ScoreTable(ForecastShape shape, float[] quantiles)
    {
        _shape = shape;
        _quantiles = quantiles;
    }

    /// <summary>Sorts the scores of the windows that a choice takes.</summary>
    /// <param name="residuals">Errors on windows the model was not fitted on.</param>
    /// <param name="take">Which windows count; null for all.</param>
    public static ScoreTable Fit(ResidualSet residuals, Func<int, bool>? take = null)
    {
        var shape = residuals.Shape;
        int[] windows = [.. Enumerable.Range(0, residuals.Windows.Count).Where(window => take is null || take(window))];
        var quantiles = new float[shape.OutputLength * Entries];
        var scores = Enumerable.Range(0, BlockPlaces).Select(_ => new float[windows.Length]).ToArray();
        var counts = new int[BlockPlaces];
        for (int first = 0; first < shape.OutputLength; first += BlockPlaces)
        {
            int places = Math.Min(BlockPlaces, shape.OutputLength - first);
            Collect(residuals, windows, first, places, scores, counts);
            for (int i = 0; i < places; i++)
            {
                int place = first + i;
                var row = quantiles.AsSpan(place * Entries, Entries);
                if (counts[i] > 0)
                {
                    Tabulate(scores[i].AsSpan(0, counts[i]), row);
                }
                else if (place >= shape.Metrics)
                {
                    quantiles.AsSpan((place - shape.Metrics) * Entries, Entries).CopyTo(row); // never observed: as the step before
                }
            }
        }

        return new ScoreTable(shape, quantiles);
    }

    /// <summary>How many spreads a band reaches to either side.</summary>
    /// <param name="place">step x N + metric.</param>
    /// <param name="coverage">The wanted share, from 0 to 1.</param>
    public float Reach(int place, double coverage)
    {
        var row = _quantiles.AsSpan(place * Entries, Entries);
        double at = Intervals * (1 - Math.Sqrt(1 - coverage));
        int below = (int)at;
        float share = (float)(at - below);
        return row[below] + (share * (row[Math.Min(below + 1, Intervals)] - row[below]));
    }

    public void Save(ArtefactWriter writer) => writer.Write("bands.quantiles", _quantiles, _shape.Horizon, _shape.Metrics, Entries);

    public static ScoreTable Load(ArtefactReader reader, ForecastShape shape) =>
        new(shape, reader.Read("bands.quantiles", shape.Horizon, shape.Metrics, Entries));

    // Some neighbouring places at a time, because a window's scores lie together.
    static void Collect(ResidualSet residuals, int[] windows, int first, int places, float[][] scores, int[] counts)
    {
        Array.Clear(counts);
        foreach (int window in windows)
        {
            var errors = residuals.Of(window).Slice(first, places);
            for (int i = 0; i < places; i++)
            {
                if (!float.IsNaN(errors[i]))
                {
                    scores[i][counts[i]++] = Math.Abs(errors[i]);
                }
            }
        }
    }

    // Split conformal's quantile: rank (n + 1) x coverage, between two ranks interpolated, at most the largest.
    static void Tabulate(Span<float> scores, Span<float> row)
    {
        scores.Sort();
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
