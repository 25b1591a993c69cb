using Presage.Models.Forecasting;

namespace Presage.Models.Calibration;

/// <summary>The spreads of the forecasts of several windows, kept at the steps that adapt and interpolated between them.</summary>
sealed class SpreadSet
{
    readonly ForecastShape _shape;
    readonly BandSteps _steps;
    readonly int _windowLength;
    readonly Spread[] _spreads; // [window, step, N] of the adapting steps

    /// <param name="shape">H and N.</param>
    /// <param name="steps">The steps that adapt.</param>
    /// <param name="windows">How many windows there are.</param>
    public SpreadSet(ForecastShape shape, BandSteps steps, int windows)
    {
        _shape = shape;
        _steps = steps;
        _windowLength = steps.Count * shape.Metrics;
        _spreads = new Spread[windows * _windowLength];
    }

    /// <summary>Spreads that leave every error as it is, for any number of windows.</summary>
    public static SpreadSet Ones(ForecastShape shape) => new(shape, new BandSteps(shape.Horizon), 0);

    /// <summary>One window's spreads at the adapting steps, to be written: [step, N].</summary>
    public Span<Spread> Of(int window) => _spreads.AsSpan(window * _windowLength, _windowLength);

    /// <summary>Interpolates one window's spreads to every step.</summary>
    /// <param name="window">The window.</param>
    /// <param name="all">[H, N].</param>
    public void CopyTo(int window, Span<Spread> all)
    {
        if (_spreads.Length == 0)
        {
            all.Fill(Spread.One);
            return;
        }

        var kept = Of(window);
        int metrics = _shape.Metrics;
        for (int step = 0; step < _shape.Horizon; step++)
        {
            var (below, next, share) = _steps.Around(step);
            for (int metric = 0; metric < metrics; metric++)
            {
                var (left, right) = (kept[(below * metrics) + metric], kept[(next * metrics) + metric]);
                all[(step * metrics) + metric] = new Spread(
                    left.Down + (share * (right.Down - left.Down)), left.Up + (share * (right.Up - left.Up)));
            }
        }
    }
}
