using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Calibration;

/// <summary>Errors of a forecaster on a set of windows, outcome minus forecast, and the spreads they are measured in.</summary>
sealed class ResidualSet
{
    readonly float[] _errors; // [window, H, N], in spreads
    readonly SpreadSet _spreads;

    ResidualSet(WindowSet windows, ForecastShape shape, float[] errors, SpreadSet spreads)
    {
        Windows = windows;
        Shape = shape;
        _errors = errors;
        _spreads = spreads;
    }

    /// <summary>The windows the errors belong to.</summary>
    public WindowSet Windows { get; }

    /// <summary>T, H and N.</summary>
    public ForecastShape Shape { get; }

    /// <summary>One window's errors: [H, N] in spreads, NaN where the target is missing. The size of each is its score.</summary>
    public ReadOnlySpan<float> Of(int window) => _errors.AsSpan(window * Shape.OutputLength, Shape.OutputLength);

    /// <summary>What one window's errors are measured in: [H, N].</summary>
    public void CopySpreads(int window, Span<Spread> spreads) => _spreads.CopyTo(window, spreads);

    /// <summary>Compares forecasts with the targets.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="forecasts">[window, H, N] in scaled units; overwritten and kept as the errors.</param>
    public static ResidualSet TakeOver(WindowSet windows, float[] forecasts)
    {
        var shape = ForecastShape.Of(windows);
        var target = new float[shape.OutputLength];
        var mask = new float[shape.OutputLength];
        for (int window = 0; window < windows.Count; window++)
        {
            windows.CopyTarget(window, target, mask);
            var errors = forecasts.AsSpan(window * shape.OutputLength, shape.OutputLength);
            for (int place = 0; place < errors.Length; place++)
            {
                errors[place] = mask[place] > 0 ? target[place] - errors[place] : float.NaN;
            }
        }

        return new ResidualSet(windows, shape, forecasts, SpreadSet.Ones(shape));
    }

    /// <summary>Measures errors in other spreads.</summary>
    /// <param name="residuals">Errors in scaled units; overwritten, so that they must not be used any more.</param>
    /// <param name="spreads">Of the same windows.</param>
    public static ResidualSet TakeOver(ResidualSet residuals, SpreadSet spreads)
    {
        var one = new Spread[residuals.Shape.OutputLength];
        for (int window = 0; window < residuals.Windows.Count; window++)
        {
            spreads.CopyTo(window, one);
            var errors = residuals._errors.AsSpan(window * one.Length, one.Length);
            for (int place = 0; place < errors.Length; place++)
            {
                errors[place] /= one[place].Towards(errors[place]);
            }
        }

        return new ResidualSet(residuals.Windows, residuals.Shape, residuals._errors, spreads);
    }
}
