using Presage.Telemetry.Windows;

namespace Presage.Models.Forecasting;

/// <summary>The sizes a forecaster is fitted for.</summary>
/// <param name="Lookback">T: input steps.</param>
/// <param name="Horizon">H: forecast steps.</param>
/// <param name="Metrics">N: metrics of an entity.</param>
public readonly record struct ForecastShape(int Lookback, int Horizon, int Metrics)
{
    /// <summary>The sizes of a set of windows.</summary>
    /// <param name="windows">Any windows, also none.</param>
    /// <returns>T, H and N.</returns>
    public static ForecastShape Of(WindowSet windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new(windows.Options.Lookback, windows.Options.Horizon, windows.Frame.Metrics.Count);
    }

    /// <summary>T x N: values in one input.</summary>
    public int InputLength => Lookback * Metrics;

    /// <summary>H x N: values in one forecast.</summary>
    public int OutputLength => Horizon * Metrics;

    /// <inheritdoc/>
    public override string ToString() => $"look-back {Lookback}, horizon {Horizon}, {Metrics} metrics";
}
