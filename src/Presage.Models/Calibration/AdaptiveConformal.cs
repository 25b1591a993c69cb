using Presage.Models.Forecasting;

namespace Presage.Models.Calibration;

/// <summary>Bands that follow the errors of each entity, learning only from outcomes that are already known.</summary>
/// <remarks>
/// A band reaches as many spreads as a quantile of the entity's newest known scores of the same step and metric, and the
/// quantile's level moves by adaptive conformal inference (Gibbs and Candès 2021, arXiv:2106.00170, equation 2):
/// <code>
/// alpha_{t+1} = alpha_t + gamma (alpha - err_t)      err_t = 1 on a miss: alpha falls, the band widens
/// </code>
/// The outcome of a forecast h steps ahead counts h bins after its origin, and not before; gamma is at most .1 / h.
/// </remarks>
/// <param name="table">Serves until an entity has enough errors of its own.</param>
/// <param name="shape">H and N.</param>
/// <param name="rate">gamma; 0 leaves the level alone.</param>
/// <param name="memory">How many of the newest errors of an entity, step and metric make up its quantiles.</param>
sealed class AdaptiveConformal(ScoreTable table, ForecastShape shape, double rate, int memory)
{
    static readonly int Levels = BandLevels.All.Count;

    readonly BandSteps _steps = new(shape.Horizon);

    /// <summary>Runs over windows in the order of time and counts how the bands fare.</summary>
    /// <param name="residuals">The errors; an error is looked at only once its outcome is known.</param>
    /// <param name="counts">Which windows are counted, by origin; all are learned from.</param>
    /// <param name="endOrigin">Windows from this origin on are left out; none by default.</param>
    /// <returns>Coverage and width.</returns>
    public BandSums Measure(ResidualSet residuals, Func<int, bool> counts, int endOrigin = int.MaxValue)
    {
        var sums = new BandSums(shape);
        foreach (var windows in ByEntity(residuals))
        {
            Run(residuals, Array.FindAll(windows, window => window.Origin < endOrigin), (window, origin, reaches) =>
            {
                if (counts(origin))
                {
                    sums.AddWindow(residuals, window, reaches);
                }
            });
        }

        return sums;
    }

    /// <summary>How many spreads bands around forecasts from now reach to either side.</summary>
    /// <param name="residuals">Errors of earlier forecasts.</param>
    /// <param name="at">Entities and their newest known bins.</param>
    /// <returns>For each of them [level, H, N].</returns>
    public float[][] Latest(ResidualSet residuals, IReadOnlyList<(int Entity, int Origin)> at)
    {
        var past = ByEntity(residuals).ToDictionary(windows => residuals.Windows.At(windows[0].Window).Entity);
        var all = new float[at.Count][];
        for (int i = 0; i < all.Length; i++)
        {
            var windows = past.GetValueOrDefault(at[i].Entity, []);
            var (state, misses) = Run(residuals, windows, null);
            state.Learn(windows, residuals, misses, at[i].Origin);
            all[i] = new float[Levels * shape.OutputLength];
            state.CopyReaches(all[i]);
        }

        return all;
    }

    static IEnumerable<(int Window, int Origin)[]> ByEntity(ResidualSet residuals) =>
        Enumerable.Range(0, residuals.Windows.Count)
            .Select(window => (Window: window, At: residuals.Windows.At(window)))
            .GroupBy(window => window.At.Entity)
            .Select(entity => entity.Select(window => (window.Window, window.At.Origin)).ToArray());

    (AdaptiveState State, byte[] Misses) Run(
        ResidualSet residuals, (int Window, int Origin)[] windows, Action<int, int, ReadOnlySpan<float>>? issued)
    {
        var state = new AdaptiveState(table, shape, _steps, memory, rate);
        int places = _steps.Count * shape.Metrics;
        var misses = new byte[windows.Length * places];
        var reaches = new float[Levels * shape.OutputLength];
        for (int i = 0; i < windows.Length; i++)
        {
            var (window, origin) = windows[i];
            state.Learn(windows.AsSpan(0, i), residuals, misses, origin);
            state.CopyReaches(reaches);
            Note(residuals.Of(window), reaches, misses.AsSpan(i * places, places));
            issued?.Invoke(window, origin, reaches);
        }

        return (state, misses);
    }

    // A miss is noted when the band is issued and learned when the outcome is known.
    void Note(ReadOnlySpan<float> errors, ReadOnlySpan<float> reaches, Span<byte> misses)
    {
        for (int place = 0; place < misses.Length; place++)
        {
            int at = (_steps[place / shape.Metrics] * shape.Metrics) + (place % shape.Metrics);
            float score = Math.Abs(errors[at]);
            for (int level = 0; level < Levels; level++)
            {
                misses[place] |= (byte)(score > reaches[(level * shape.OutputLength) + at] ? 1 << level : 0);
            }
        }
    }
}
