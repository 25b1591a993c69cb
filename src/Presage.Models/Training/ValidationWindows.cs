using Presage.Telemetry.Windows;

namespace Presage.Models.Training;

/// <summary>The windows by which weights are chosen.</summary>
sealed class ValidationWindows
{
    readonly WindowSet _windows;
    readonly int[] _chosen;
    readonly float[] _targets;
    readonly float[] _mask;
    readonly float[] _forecast;
    readonly int _maximumBatch;
    readonly double _absoluteWeight;

    /// <param name="windows">All windows.</param>
    /// <param name="most">At most so many are looked at, evenly spread.</param>
    /// <param name="maximumBatch">Windows that are forecast at once.</param>
    /// <param name="absoluteWeight">What an absolute error weighs beside a squared one.</param>
    public ValidationWindows(WindowSet windows, int most, int maximumBatch, double absoluteWeight)
    {
        _windows = windows;
        _chosen = new int[Math.Min(windows.Count, most)];
        for (var index = 0; index < _chosen.Length; index++)
        {
            _chosen[index] = (int)((long)index * windows.Count / _chosen.Length);
        }

        var length = windows.Options.Horizon * windows.Frame.Metrics.Count;
        _targets = new float[length];
        _mask = new float[length];
        _forecast = new float[length * maximumBatch];
        (_maximumBatch, _absoluteWeight) = (maximumBatch, absoluteWeight);
    }

    public int Count => _chosen.Length;

    /// <summary>The mean squared error plus the weighted mean absolute error over all observed targets: a day's few bursts alone do not decide.</summary>
    public double Error(NetworkForecast network)
    {
        var (sum, count) = (0d, 0d);
        var length = _targets.Length;
        for (var start = 0; start < _chosen.Length; start += _maximumBatch)
        {
            var part = _chosen.AsSpan(start, Math.Min(_maximumBatch, _chosen.Length - start));
            network.Forecast(_windows, part, _forecast);
            for (var item = 0; item < part.Length; item++)
            {
                _windows.CopyTarget(part[item], _targets, _mask);
                for (var index = 0; index < length; index++)
                {
                    var error = (double)(_forecast[(item * length) + index] - _targets[index]) * _mask[index];
                    sum += (error * error) + (_absoluteWeight * Math.Abs(error));
                    count += _mask[index];
                }
            }
        }

        return count > 0 ? sum / count : double.NaN;
    }
}
