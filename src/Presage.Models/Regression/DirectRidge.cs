using Presage.Telemetry.Windows;
using Presage.Tensors.LinearAlgebra;

namespace Presage.Models.Regression;

/// <summary>The closed form of a direct multi-step linear forecast: one ridge regression for each metric and each step ahead.</summary>
/// <remarks>
/// Only observed targets count, so that each step has its own rows; where no target is missing, all steps share one decomposition. Weights are shared
/// over the entities, and over metrics where asked for.
/// </remarks>
sealed class DirectRidge : IDisposable
{
    readonly NormalEquations[,] _equations; // [group, step or 1]
    readonly WindowFeatures _features;
    readonly WindowOptions _options;
    readonly int _metrics;
    readonly int _groups;
    readonly bool _sharedOverSteps;

    DirectRidge(WindowSet windows, WindowFeatures features, int groups, bool sharedOverSteps)
    {
        _features = features;
        _options = windows.Options;
        _metrics = windows.Frame.Metrics.Count;
        (_groups, _sharedOverSteps) = (groups, sharedOverSteps);
        var horizon = _options.Horizon;
        _equations = new NormalEquations[groups, sharedOverSteps ? 1 : horizon];
        for (var metric = 0; metric < _equations.GetLength(0); metric++)
        {
            for (var step = 0; step < _equations.GetLength(1); step++)
            {
                _equations[metric, step] = new NormalEquations(features.Count, sharedOverSteps ? horizon : 1);
            }
        }
    }

    /// <summary>Sums up the windows.</summary>
    /// <param name="windows">The train windows.</param>
    /// <param name="features">What is said of a metric.</param>
    /// <param name="groups">How many sets of weights there are: metric n uses set n modulo this.</param>
    /// <param name="cancellation">Stops between windows.</param>
    public static DirectRidge Accumulate(WindowSet windows, WindowFeatures features, int groups, CancellationToken cancellation)
    {
        var ridge = new DirectRidge(windows, features, groups, IsComplete(windows));
        var window = new LinearWindow(windows, features);
        for (var index = 0; index < windows.Count; index++)
        {
            if (index % 256 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            window.Read(index);
            ridge.Add(window);
        }

        return ridge;
    }

    /// <summary>Solves for a ridge.</summary>
    /// <param name="ridge">λ, in rows: a feature of deviation one with λ of the rows' number is halved.</param>
    /// <param name="leftOut">[P]: the features whose weights are to be 0; empty for none.</param>
    /// <returns>The weights.</returns>
    public LinearForecast Solve(double ridge, ReadOnlySpan<bool> leftOut = default)
    {
        var horizon = _options.Horizon;
        var weights = new float[_metrics * _features.Count * horizon];
        for (var metric = 0; metric < _metrics; metric++)
        {
            var target = weights.AsSpan(metric * _features.Count * horizon, _features.Count * horizon);
            if (metric >= _groups)
            {
                weights.AsSpan(metric % _groups * target.Length, target.Length).CopyTo(target);
                continue;
            }

            for (var step = 0; step < (_sharedOverSteps ? 1 : horizon); step++)
            {
                var equations = _equations[metric, step];
                if (equations.Rows == 0)
                {
                    continue; // never observed at this step: the forecast stays at the window's mean
                }

                var solution = equations.Solve(ridge, _features.Constant, leftOut);
                for (var feature = 0; feature < _features.Count; feature++)
                {
                    for (var column = 0; column < equations.Targets; column++)
                    {
                        target[(feature * horizon) + step + column] = (float)solution[(feature * equations.Targets) + column];
                    }
                }
            }
        }

        return new LinearForecast(_metrics, _features.Count, horizon, weights);
    }

    /// <summary>The mean squared error of given weights on the windows that were summed up; NaN where there is no target.</summary>
    public double Error(LinearForecast forecast) => Error(forecast, 0, _groups);

    /// <summary>The same of one set of weights.</summary>
    public double Error(LinearForecast forecast, int group) => Error(forecast, group, group + 1);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var equations in _equations)
        {
            equations.Dispose();
        }
    }

    double Error(LinearForecast forecast, int first, int end)
    {
        var (sum, count) = (0d, 0d);
        for (var metric = first; metric < end; metric++)
        {
            for (var step = 0; step < _equations.GetLength(1); step++)
            {
                var equations = _equations[metric, step];
                sum += equations.SquaredError(forecast.Columns(metric, step, equations.Targets));
                count += (double)equations.Rows * equations.Targets;
            }
        }

        return count > 0 ? sum / count : double.NaN;
    }

    static bool IsComplete(WindowSet windows)
    {
        var length = windows.Options.Horizon * windows.Frame.Metrics.Count;
        var (values, mask) = (new float[length], new float[length]);
        for (var index = 0; index < windows.Count; index++)
        {
            windows.CopyTarget(index, values, mask);
            if (mask.AsSpan().Contains(0f))
            {
                return false;
            }
        }

        return true;
    }

    void Add(LinearWindow window)
    {
        for (var metric = 0; metric < _metrics; metric++)
        {
            var features = window.FeaturesOf(metric);
            var targets = window.TargetsOf(metric);
            var mask = window.MaskOf(metric);
            var row = metric % _groups;
            if (_sharedOverSteps)
            {
                _equations[row, 0].Add(features, targets);
                continue;
            }

            for (var step = 0; step < targets.Length; step++)
            {
                if (mask[step] != 0f)
                {
                    _equations[row, step].Add(features, targets.Slice(step, 1));
                }
            }
        }
    }
}
