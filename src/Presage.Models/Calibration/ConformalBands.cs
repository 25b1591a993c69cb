using Presage.Models.Artefacts;
using Presage.Models.Forecasting;

namespace Presage.Models.Calibration;

/// <summary>Symmetric bands around a forecast, calibrated on errors of windows the model was not fitted on.</summary>
/// <remarks>
/// Split conformal by step and metric, pooled over entities: valid as long as errors stay as they were. When they
/// drift, <see cref="AdaptiveConformal"/> follows them; its rate is chosen here on the later half of the calibration
/// windows, by the interval score and how far the coverage is off.
/// </remarks>
public sealed class ConformalBands
{
    /// <summary>How many errors of an entity, step and metric the online bands remember.</summary>
    internal const int Memory = 1000;

    static readonly double[] Rates = [0, 0.01, 0.03];

    readonly ForecastShape _shape;
    readonly ScoreTable _table;

    ConformalBands(ForecastShape shape, ScoreTable table, double rate)
    {
        _shape = shape;
        _table = table;
        Rate = rate;
    }

    /// <summary>gamma of the online bands; 0 when following the newest errors alone did best.</summary>
    public double Rate { get; }

    /// <summary>Half the width of the split-conformal band of a forecast.</summary>
    /// <param name="level">Index into <see cref="BandLevels.All"/>.</param>
    /// <param name="step">From 0 to H, exclusive.</param>
    /// <param name="metric">From 0 to N, exclusive.</param>
    /// <returns>Scaled units; the band is forecast ± this.</returns>
    public float HalfWidth(int level, int step, int metric)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)_shape.Horizon, nameof(step));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)metric, (uint)_shape.Metrics, nameof(metric));
        return _table.HalfWidth((step * _shape.Metrics) + metric, BandLevels.All[level]);
    }

    /// <summary>Calibrates on errors.</summary>
    /// <param name="residuals">Errors in the order of time, also later ones.</param>
    /// <param name="endBin">Only windows with all targets before this bin are used.</param>
    internal static ConformalBands Fit(ResidualSet residuals, int endBin)
    {
        int horizon = residuals.Shape.Horizon;
        return new ConformalBands(
            residuals.Shape,
            ScoreTable.Fit(residuals, window => residuals.Windows.At(window).Origin + horizon < endBin),
            ChooseRate(residuals, endBin));
    }

    /// <summary>The online bands that start from this calibration.</summary>
    internal AdaptiveConformal Online() => new(_table, _shape, Rate, Memory);

    /// <summary>Counts how split-conformal bands fare.</summary>
    internal BandSums MeasureSplit(ResidualSet residuals, Func<int, bool> counts)
    {
        var halfWidths = CopyHalfWidths();
        var sums = new BandSums(_shape);
        for (int window = 0; window < residuals.Windows.Count; window++)
        {
            if (counts(residuals.Windows.At(window).Origin))
            {
                sums.AddWindow(residuals.Of(window), halfWidths);
            }
        }

        return sums;
    }

    /// <summary>The split-conformal half widths: [level, H, N].</summary>
    internal float[] CopyHalfWidths()
    {
        var halfWidths = new float[BandLevels.All.Count * _shape.OutputLength];
        for (int at = 0; at < halfWidths.Length; at++)
        {
            halfWidths[at] = _table.HalfWidth(at % _shape.OutputLength, BandLevels.All[at / _shape.OutputLength]);
        }

        return halfWidths;
    }

    internal void Save(ArtefactWriter writer)
    {
        _table.Save(writer);
        writer.WriteNumber("bands.rate", Rate);
    }

    internal static ConformalBands Load(ArtefactReader reader, ForecastShape shape) =>
        new(shape, ScoreTable.Load(reader, shape), reader.ReadNumber("bands.rate"));

    static double ChooseRate(ResidualSet residuals, int endBin)
    {
        int horizon = residuals.Shape.Horizon;
        int[] origins = [.. Enumerable.Range(0, residuals.Windows.Count).Select(window => residuals.Windows.At(window).Origin)];
        if (!origins.Any(origin => origin + horizon < endBin))
        {
            return Rates[1];
        }

        int oldest = origins.Min();
        int middle = oldest + ((endBin - oldest) / 2);
        var table = ScoreTable.Fit(residuals, window => origins[window] + horizon < middle);
        return Rates.MinBy(rate => new AdaptiveConformal(table, residuals.Shape, rate, Memory)
            .Measure(residuals, origin => origin + 1 >= middle, endBin - horizon)
            .Loss());
    }
}
