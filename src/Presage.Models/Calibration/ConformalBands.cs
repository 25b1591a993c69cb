using Presage.Models.Artefacts;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Calibration;

/// <summary>Bands around a forecast, calibrated on errors of windows the model was not fitted on.</summary>
/// <remarks>
/// Split conformal by step and metric, pooled over entities: valid as long as errors stay as they were. When they
/// drift, <see cref="AdaptiveConformal"/> follows them; its rate is chosen here on the later half of the calibration
/// windows, by the interval score and how far the coverage is off. Plain bands are symmetric and as wide for every window;
/// those with a <see cref="QuantileHead"/> measure errors in the spreads it predicts, and reach as many of them as conformal
/// calibration says.
/// </remarks>
public sealed class ConformalBands
{
    /// <summary>How many errors of an entity, step and metric the online bands remember.</summary>
    internal const int Memory = 1000;

    static readonly double[] Rates = [0, 0.01, 0.03];

    readonly ForecastShape _shape;
    readonly QuantileHead? _head;
    readonly ScoreTable _table;

    ConformalBands(ForecastShape shape, QuantileHead? head, ScoreTable table, double rate, double loss)
    {
        _shape = shape;
        _head = head;
        _table = table;
        Rate = rate;
        Loss = loss;
    }

    /// <summary>gamma of the online bands; 0 when following the newest errors alone did best.</summary>
    public double Rate { get; }

    /// <summary>Whether the width depends on the window; otherwise the bands are plain.</summary>
    public bool HasHead => _head is not null;

    /// <summary><see cref="BandSums.Loss"/> of the online bands on the later half of the calibration windows; NaN when it is not known.</summary>
    internal double Loss { get; }

    /// <summary>Calibrates on errors.</summary>
    /// <param name="residuals">Errors in the order of time, also later ones; in the head's spreads when there is one.</param>
    /// <param name="endBin">Only windows with all targets before this bin are used.</param>
    /// <param name="head">What predicted the spreads; null for plain bands.</param>
    /// <param name="rate">The rate of the online bands; null to choose it.</param>
    internal static ConformalBands Fit(ResidualSet residuals, int endBin, QuantileHead? head = null, double? rate = null)
    {
        int horizon = residuals.Shape.Horizon;
        var (chosen, loss) = ChooseRate(residuals, endBin, rate is { } given ? [given] : Rates);
        return new ConformalBands(
            residuals.Shape,
            head,
            ScoreTable.Fit(residuals, window => residuals.Windows.At(window).Origin + horizon < endBin),
            chosen,
            loss);
    }

    /// <summary>What errors of forecasts are measured in.</summary>
    /// <param name="windows">The windows, of which only the inputs are looked at.</param>
    /// <param name="forecasts">[window, H, N] in scaled units.</param>
    internal SpreadSet Spreads(WindowSet windows, ReadOnlySpan<float> forecasts) =>
        _head?.Predict(windows, forecasts) ?? SpreadSet.Ones(_shape);

    /// <summary>The online bands that start from this calibration.</summary>
    internal AdaptiveConformal Online() => new(_table, _shape, Rate, Memory);

    /// <summary>Counts how split-conformal bands fare.</summary>
    internal BandSums MeasureSplit(ResidualSet residuals, Func<int, bool> counts)
    {
        float[] reaches = CopyReaches();
        var sums = new BandSums(_shape);
        for (int window = 0; window < residuals.Windows.Count; window++)
        {
            if (counts(residuals.Windows.At(window).Origin))
            {
                sums.AddWindow(residuals, window, reaches);
            }
        }

        return sums;
    }

    /// <summary>How many spreads the split-conformal bands reach to either side: [level, H, N].</summary>
    internal float[] CopyReaches()
    {
        var reaches = new float[BandLevels.All.Count * _shape.OutputLength];
        for (int at = 0; at < reaches.Length; at++)
        {
            reaches[at] = _table.Reach(at % _shape.OutputLength, BandLevels.All[at / _shape.OutputLength]);
        }

        return reaches;
    }

    internal void Save(ArtefactWriter writer)
    {
        _table.Save(writer);
        writer.WriteNumber("bands.rate", Rate);
        _head?.Save(writer);
    }

    internal static ConformalBands Load(ArtefactReader reader, ForecastShape shape) =>
        new(shape, QuantileHead.Load(reader, shape), ScoreTable.Load(reader, shape), reader.ReadNumber("bands.rate"), double.NaN);

    static (double Rate, double Loss) ChooseRate(ResidualSet residuals, int endBin, double[] rates)
    {
        int horizon = residuals.Shape.Horizon;
        int[] origins = [.. Enumerable.Range(0, residuals.Windows.Count).Select(window => residuals.Windows.At(window).Origin)];
        if (!origins.Any(origin => origin + horizon < endBin))
        {
            return (rates[rates.Length / 2], double.NaN);
        }

        int oldest = origins.Min();
        int middle = oldest + ((endBin - oldest) / 2);
        var table = ScoreTable.Fit(residuals, window => origins[window] + horizon < middle);
        return rates
            .Select(rate => (Rate: rate, Loss: new AdaptiveConformal(table, residuals.Shape, rate, Memory)
                .Measure(residuals, origin => origin + 1 >= middle, endBin - horizon)
                .Loss()))
            .MinBy(tried => tried.Loss);
    }
}
