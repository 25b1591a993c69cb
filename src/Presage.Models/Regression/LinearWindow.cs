using Presage.Telemetry.Windows;

namespace Presage.Models.Regression;

/// <summary>One window at a time as rows of a regression: features and targets of each metric, targets relative to the window's mean.</summary>
sealed class LinearWindow
{
    readonly WindowSet _windows;
    readonly WindowFeatures _describer;
    readonly int _metrics;
    readonly float[] _values;       // [T, N]
    readonly float[] _observed;     // [T, N]
    readonly float[] _targetValues; // [H, N]
    readonly float[] _targetMask;   // [H, N]
    readonly float[] _features;     // [N, P]
    readonly float[] _means;        // [N]
    readonly float[] _targets;      // [N, H]
    readonly float[] _mask;         // [N, H]

    public LinearWindow(WindowSet windows, WindowFeatures features)
    {
        _windows = windows;
        _describer = features;
        _metrics = windows.Frame.Metrics.Count;
        var (steps, horizon) = (windows.Options.Lookback, windows.Options.Horizon);
        _values = new float[steps * _metrics];
        _observed = new float[steps * _metrics];
        _targetValues = new float[horizon * _metrics];
        _targetMask = new float[horizon * _metrics];
        _features = new float[_metrics * features.Count];
        _means = new float[_metrics];
        _targets = new float[_metrics * horizon];
        _mask = new float[_metrics * horizon];
    }

    int Horizon => _windows.Options.Horizon;

    /// <summary>Reads a window.</summary>
    public void Read(int index)
    {
        _windows.CopyInput(index, _values, _observed);
        _windows.CopyTarget(index, _targetValues, _targetMask);
        _describer.Describe(_windows, index, _values, _observed, _features, _means);
        for (var metric = 0; metric < _metrics; metric++)
        {
            for (var step = 0; step < Horizon; step++)
            {
                var (from, to) = ((step * _metrics) + metric, (metric * Horizon) + step);
                _targets[to] = _targetValues[from] - _means[metric];
                _mask[to] = _targetMask[from];
            }
        }
    }

    public ReadOnlySpan<float> FeaturesOf(int metric) => _features.AsSpan(metric * _describer.Count, _describer.Count);

    public ReadOnlySpan<float> TargetsOf(int metric) => _targets.AsSpan(metric * Horizon, Horizon);

    public ReadOnlySpan<float> MaskOf(int metric) => _mask.AsSpan(metric * Horizon, Horizon);
}
