using Presage.Telemetry.Windows;
using Presage.Tensors.LinearAlgebra;

namespace Presage.Models.Regression;

/// <summary>The closed form of a direct multi-step linear forecast: one ridge regression for each metric and each step ahead.</summary>
/// <remarks>
/// Only observed targets count, so that each step has its own rows; where no target is missing, all steps share one decomposition. Weights are shared
/// over the entities, and over the metrics where asked for.
/// </remarks>
sealed class DirectRidge : IDisposable
{
    readonly NormalEquations[,] _equations; // [metric or 1, step or 1]
    readonly WindowContext _context;
    readonly WindowOptions _options;
    readonly int _metrics;
    readonly bool _sharedOverMetrics;
    readonly bool _sharedOverSteps;

    DirectRidge(WindowSet windows, WindowContext context, bool sharedOverMetrics, bool sharedOverSteps)
    {
        _context = context;
        _options = windows.Options;
        _metrics = windows.Frame.Metrics.Count;
        (_sharedOverMetrics, _sharedOverSteps) = (sharedOverMetrics, sharedOverSteps);
        var horizon = _options.Horizon;
        _equations = new NormalEquations[sharedOverMetrics ? 1 : _metrics, sharedOverSteps ? 1 : horizon];
        for (var metric = 0; metric < _equations.GetLength(0); metric++)
        {
            for (var step = 0; step < _equations.GetLength(1); step++)
            {
                _equations[metric, step] = new NormalEquations(context.Features, sharedOverSteps ? horizon : 1);
            }
        }
    }

    /// <summary>Sums up the windows.</summary>
    /// <param name="windows">The train windows.</param>
    /// <param name="context">The features.</param>
    /// <param name="sharedOverMetrics">Whether one weight serves all metrics.</param>
    /// <param name="cancellation">Stops between windows.</param>
    public static DirectRidge Accumulate(WindowSet windows, WindowContext context, bool sharedOverMetrics, CancellationToken cancellation)
    {
        var ridge = new DirectRidge(windows, context, sharedOverMetrics, IsComplete(windows));
        var window = new LinearWindow(windows, context);
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
    /// <returns>The weights.</returns>
    public LinearForecast Solve(double ridge)
    {
        var horizon = _options.Horizon;
        var weights = new float[_metrics * _context.Features * horizon];
        for (var metric = 0; metric < _metrics; metric++)
        {
            var target = weights.AsSpan(metric * _context.Features * horizon, _context.Features * horizon);
            if (_sharedOverMetrics && metric > 0)
            {
                weights.AsSpan(0, target.Length).CopyTo(target);
                continue;
            }

            for (var step = 0; step < (_sharedOverSteps ? 1 : horizon); step++)
            {
                var equations = _equations[metric, step];
                if (equations.Rows == 0)
                {
                    continue; // never observed at this step: the forecast stays at the window's mean
                }

                var solution = equations.Solve(ridge, _context.ConstantFeature);
                for (var feature = 0; feature < _context.Features; feature++)
                {
                    for (var column = 0; column < equations.Targets; column++)
                    {
                        target[(feature * horizon) + step + column] = (float)solution[(feature * equations.Targets) + column];
                    }
                }
            }
        }

        return new LinearForecast(_metrics, _context.Features, horizon, weights);
    }

    /// <summary>The mean squared error of given weights on the windows that were summed up; NaN where there is no target.</summary>
    public double Error(LinearForecast forecast)
    {
        var (sum, count) = (0d, 0d);
        for (var metric = 0; metric < _equations.GetLength(0); metric++)
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

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var equations in _equations)
        {
            equations.Dispose();
        }
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
            var row = _sharedOverMetrics ? 0 : metric;
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
