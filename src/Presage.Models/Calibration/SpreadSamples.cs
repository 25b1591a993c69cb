using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Calibration;

/// <summary>What a quantile head learns from: features and errors of forecasts of train windows.</summary>
/// <remarks>A place is a step that adapts and a metric: step x N + metric.</remarks>
sealed class SpreadSamples
{
    readonly float[] _features; // [place, window, P]
    readonly float[] _errors;   // [place, window], NaN without an outcome
    readonly int _count;

    /// <param name="windows">Train windows.</param>
    /// <param name="forecasts">[window, H, N] in scaled units.</param>
    public SpreadSamples(WindowSet windows, ReadOnlySpan<float> forecasts)
    {
        var shape = ForecastShape.Of(windows);
        var steps = new BandSteps(shape.Horizon);
        _count = windows.Count;
        Places = steps.Count * shape.Metrics;
        _features = new float[Places * _count * SpreadFeatures.Count];
        _errors = new float[Places * _count];
        var values = new float[shape.InputLength];
        var observed = new float[shape.InputLength];
        var target = new float[shape.OutputLength];
        var mask = new float[shape.OutputLength];
        var described = new float[Places * SpreadFeatures.Count];
        var features = new SpreadFeatures(shape, steps);
        for (int window = 0; window < _count; window++)
        {
            windows.CopyInput(window, values, observed);
            windows.CopyTarget(window, target, mask);
            var forecast = forecasts.Slice(window * shape.OutputLength, shape.OutputLength);
            features.Describe(values, observed, forecast, described);
            for (int place = 0; place < Places; place++)
            {
                int at = (steps[place / shape.Metrics] * shape.Metrics) + (place % shape.Metrics);
                int sample = (place * _count) + window;
                described.AsSpan(place * SpreadFeatures.Count, SpreadFeatures.Count).CopyTo(_features.AsSpan(sample * SpreadFeatures.Count));
                _errors[sample] = mask[at] > 0 ? target[at] - forecast[at] : float.NaN;
            }
        }
    }

    /// <summary>How many places there are.</summary>
    public int Places { get; }

    /// <summary>A place's features: [window, P].</summary>
    public Span<float> FeaturesOf(int place) =>
        _features.AsSpan(place * _count * SpreadFeatures.Count, _count * SpreadFeatures.Count);

    /// <summary>A place's errors, outcome minus forecast in scaled units: [window], NaN without an outcome.</summary>
    public Span<float> ErrorsOf(int place) => _errors.AsSpan(place * _count, _count);
}
