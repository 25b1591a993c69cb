using Presage.Models.Forecasting;

namespace Presage.Models.Calibration;

/// <summary>Bands that widen after misses and narrow after hits, learning only from outcomes that are already known.</summary>
/// <remarks>
/// Adaptive conformal inference of Gibbs and Candès 2021 (arXiv:2106.00170), equation 2, for each level, step and metric:
/// <code>
/// alpha_{t+1} = alpha_t + gamma (alpha - err_t)      err_t = 1 on a miss: alpha falls, the band widens
/// </code>
/// The outcome of a forecast h steps ahead counts h bins after its origin, and not before.
/// </remarks>
/// <param name="table">How large an error to allow for a coverage.</param>
/// <param name="shape">H and N.</param>
/// <param name="settings">The rate, and who adapts together.</param>
sealed class AdaptiveConformal(ScoreTable table, ForecastShape shape, AdaptiveSettings settings)
{
    static readonly int Levels = BandLevels.All.Count;

    /// <summary>Runs over windows in the order of time.</summary>
    /// <param name="residuals">The errors; an error is looked at only once its outcome is known.</param>
    /// <param name="sums">Told every outcome and its band; may be null.</param>
    /// <param name="take">Which windows take part; null for all.</param>
    /// <param name="report">Told the half widths [level, H, N] issued at each window; may be null.</param>
    public void Run(ResidualSet residuals, BandSums? sums, Func<int, bool>? take = null, Action<int, ReadOnlySpan<float>>? report = null)
    {
        var windows = Enumerable.Range(0, residuals.Windows.Count).Where(window => take is null || take(window))
            .Select(window => (Window: window, At: residuals.Windows.At(window)));
        if (settings.PerEntity)
        {
            foreach (var entity in windows.GroupBy(window => window.At.Entity))
            {
                RunTogether(residuals, [.. entity.Select(window => (window.Window, window.At.Origin))], sums, report);
            }
        }
        else
        {
            RunTogether(residuals, [.. windows.Select(window => (window.Window, window.At.Origin)).OrderBy(window => window.Origin)], sums, report);
        }
    }

    void RunTogether(
        ResidualSet residuals, (int Window, int Origin)[] windows, BandSums? sums, Action<int, ReadOnlySpan<float>>? report)
    {
        var state = new AdaptiveState(shape, settings.Rate);
        var widths = new float[Levels * shape.OutputLength];
        // A miss is noted when the band is issued and counted when the outcome is known.
        var misses = new byte[(long)windows.Length * shape.OutputLength]; // bit per level
        for (int start = 0, end; start < windows.Length; start = end)
        {
            int origin = windows[start].Origin;
            for (end = start; end < windows.Length && windows[end].Origin == origin; end++)
            {
            }

            state.Learn(windows, misses, residuals, start, origin);
            state.CopyHalfWidths(table, widths);
            for (int i = start; i < end; i++)
            {
                report?.Invoke(windows[i].Window, widths);
                Note(residuals.Of(windows[i].Window), widths, misses.AsSpan(i * shape.OutputLength, shape.OutputLength), sums);
            }
        }
    }

    void Note(ReadOnlySpan<float> errors, ReadOnlySpan<float> widths, Span<byte> misses, BandSums? sums)
    {
        for (int place = 0; place < errors.Length; place++)
        {
            if (float.IsNaN(errors[place]))
            {
                continue;
            }

            sums?.Count(place);
            for (int level = 0; level < Levels; level++)
            {
                float halfWidth = widths[(level * shape.OutputLength) + place];
                misses[place] |= (byte)(errors[place] > halfWidth ? 1 << level : 0);
                sums?.Add(level, place, errors[place], halfWidth);
            }
        }
    }
}
