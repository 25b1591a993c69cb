using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Calibration;

/// <summary>Absolute errors of a forecaster on a set of windows, NaN where the target is missing.</summary>
sealed class ResidualSet
{
    readonly float[] _errors; // [window, H, N]

    ResidualSet(WindowSet windows, ForecastShape shape, float[] errors)
    {
        Windows = windows;
        Shape = shape;
        _errors = errors;
    }

    /// <summary>The windows the errors belong to.</summary>
    public WindowSet Windows { get; }

    /// <summary>T, H and N.</summary>
    public ForecastShape Shape { get; }

    /// <summary>One window's errors: [H, N] in scaled units.</summary>
    public ReadOnlySpan<float> Of(int window) => _errors.AsSpan(window * Shape.OutputLength, Shape.OutputLength);

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
                errors[place] = mask[place] > 0 ? Math.Abs(errors[place] - target[place]) : float.NaN;
            }
        }

        return new ResidualSet(windows, shape, forecasts);
    }
}
