using Presage.Models.Artefacts;
using Presage.Models.Forecasting;

namespace Presage.Models.Calibration;

/// <summary>Symmetric bands around a forecast, calibrated on errors of windows the model was not fitted on.</summary>
/// <remarks>
/// Split conformal by step and metric, pooled over entities: valid as long as errors stay as they were. When they
/// drift, <see cref="AdaptiveConformal"/> moves the bands; its rate and grouping are chosen here, on the later half of
/// the calibration windows with a table of the earlier half.
/// </remarks>
public sealed class ConformalBands
{
    static readonly double[] Rates = [0.005, 0.01, 0.02, 0.05];

    readonly ForecastShape _shape;

    ConformalBands(ForecastShape shape, ScoreTable table, AdaptiveSettings adaptive)
    {
        _shape = shape;
        Table = table;
        Adaptive = adaptive;
    }

    /// <summary>How the online bands move.</summary>
    public AdaptiveSettings Adaptive { get; }

    internal ScoreTable Table { get; }

    /// <summary>Half the width of the split-conformal band of a forecast.</summary>
    /// <param name="level">Index into <see cref="BandLevels.All"/>.</param>
    /// <param name="step">From 0 to H, exclusive.</param>
    /// <param name="metric">From 0 to N, exclusive.</param>
    /// <returns>Scaled units; the band is forecast ± this.</returns>
    public float HalfWidth(int level, int step, int metric)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)_shape.Horizon, nameof(step));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)metric, (uint)_shape.Metrics, nameof(metric));
        return Table.HalfWidth((step * _shape.Metrics) + metric, BandLevels.All[level]);
    }

    /// <summary>Calibrates on errors.</summary>
    internal static ConformalBands Fit(ResidualSet residuals) =>
        new(residuals.Shape, ScoreTable.Fit(residuals), Choose(residuals));

    internal AdaptiveConformal Online() => new(Table, _shape, Adaptive);

    /// <summary>Counts how split-conformal bands of this calibration fare on errors.</summary>
    internal BandSums MeasureSplit(ResidualSet residuals)
    {
        var sums = new BandSums(_shape);
        for (int window = 0; window < residuals.Windows.Count; window++)
        {
            var errors = residuals.Of(window);
            for (int place = 0; place < errors.Length; place++)
            {
                if (float.IsNaN(errors[place]))
                {
                    continue;
                }

                sums.Count(place);
                for (int level = 0; level < BandLevels.All.Count; level++)
                {
                    sums.Add(level, place, errors[place], Table.HalfWidth(place, BandLevels.All[level]));
                }
            }
        }

        return sums;
    }

    /// <summary>Counts how the online bands fare on errors in the order of time.</summary>
    internal BandSums MeasureAdaptive(ResidualSet residuals)
    {
        var sums = new BandSums(_shape);
        Online().Run(residuals, sums);
        return sums;
    }

    internal void Save(ArtefactWriter writer)
    {
        Table.Save(writer);
        writer.WriteNumber("bands.rate", Adaptive.Rate);
        writer.WriteNumber("bands.perEntity", Adaptive.PerEntity ? 1 : 0);
    }

    internal static ConformalBands Load(ArtefactReader reader, ForecastShape shape) => new(
        shape,
        ScoreTable.Load(reader, shape),
        new AdaptiveSettings(reader.ReadNumber("bands.rate"), reader.ReadNumber("bands.perEntity") > 0));

    static AdaptiveSettings Choose(ResidualSet residuals)
    {
        var windows = residuals.Windows;
        var best = new AdaptiveSettings(0.02, true);
        if (windows.Count < 20)
        {
            return best;
        }

        var origins = Enumerable.Range(0, windows.Count).Select(window => windows.At(window).Origin).ToArray();
        int middle = (int)((origins.Min() + (long)origins.Max()) / 2);
        var table = ScoreTable.Fit(residuals, window => origins[window] + residuals.Shape.Horizon <= middle);
        double lowest = double.PositiveInfinity;
        foreach (bool perEntity in new[] { true, false })
        {
            foreach (double rate in Rates)
            {
                var candidate = new AdaptiveSettings(rate, perEntity);
                var sums = new BandSums(residuals.Shape);
                new AdaptiveConformal(table, residuals.Shape, candidate).Run(residuals, sums, window => origins[window] > middle);
                if (sums.IntervalScore() < lowest)
                {
                    lowest = sums.IntervalScore();
                    best = candidate;
                }
            }
        }

        return best;
    }
}
