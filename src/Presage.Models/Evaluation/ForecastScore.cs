using System.Diagnostics;
using Presage.Models.Calibration;
using Presage.Models.Forecasting;

namespace Presage.Models.Evaluation;

/// <summary>What is kept of a model's forecasts of one task.</summary>
/// <param name="Errors">Sums by entity, step and metric.</param>
/// <param name="Windows">Sums by window, for the paired test.</param>
/// <param name="Bands">The bands and how they fared.</param>
sealed record ForecastScore(ForecastErrorSums Errors, WindowErrors Windows, BandComparison Bands)
{
    /// <summary>Scores forecasts of every test window, with bands calibrated on the validation windows.</summary>
    /// <param name="task">The data.</param>
    /// <param name="forecasts">[window, H, N] of the online windows; overwritten.</param>
    /// <param name="head">What says how uncertain each forecast is; null for plain bands only.</param>
    public static ForecastScore Of(EvaluationTask task, float[] forecasts, QuantileHead? head)
    {
        var shape = task.Shape;
        var errors = new ForecastErrorSums(shape, task.Test.Frame.Entities.Count);
        var windows = new WindowErrors(task.Test.Count, task.Reported);
        var leastSizes = LeastSizes(task);
        var target = new float[shape.OutputLength];
        var mask = new float[shape.OutputLength];
        var forecast = new float[shape.OutputLength];
        int scored = 0;
        for (int window = 0; window < task.Online.Count; window++)
        {
            (int entity, int origin) = task.Online.At(window);
            if (!task.IsTest(origin))
            {
                continue;
            }

            task.Online.CopyTarget(window, target, mask);
            forecasts.AsSpan(window * shape.OutputLength, shape.OutputLength).CopyTo(forecast);
            for (int place = 0; place < forecast.Length; place++)
            {
                if (mask[place] > 0)
                {
                    int metric = place % shape.Metrics;
                    float ownTarget = task.Scaler.Unscale(entity, metric, target[place]);
                    float ownForecast = task.Scaler.Unscale(entity, metric, forecast[place]);
                    if (task.InOwnUnits)
                    {
                        (target[place], forecast[place]) = (ownTarget, ownForecast);
                    }

                    errors.Add(
                        entity, place, target[place], forecast[place], ownTarget, ownForecast, leastSizes[(entity * shape.Metrics) + metric]);
                }
            }

            windows.Add(scored++, shape.Metrics, target, mask, forecast);
        }

        if (scored != task.Test.Count)
        {
            throw new UnreachableException($"BUG: {scored} windows were scored, test has {task.Test.Count}.");
        }

        return new ForecastScore(errors, windows, BandComparison.Of(task, forecasts, head));
    }

    /// <summary>One row for each of the reported steps over all metrics, followed by one for each metric.</summary>
    public IEnumerable<EvaluationRow> Rows(
        EvaluationTask task, string model, string variant, int? seed, long parameters, FitReport report)
    {
        var names = task.Train.Frame.Metrics;
        foreach (var steps in task.Reported)
        {
            for (int metric = -1; metric < names.Count; metric++)
            {
                int? one = metric < 0 ? null : metric;
                if (Errors.Measure(steps, one) is { } errors)
                {
                    yield return new EvaluationRow(
                        model,
                        variant,
                        steps.Name,
                        seed,
                        one is { } at ? names[at] : null,
                        errors,
                        Bands.Measure(steps, one),
                        parameters,
                        report.Seconds,
                        report.Epochs,
                        task.Shape.Lookback,
                        task.Test.Count)
                    {
                        Learned = report.Learned,
                    };
                }
            }
        }
    }

    // MAPE leaves out values below a hundredth of the series' mean size in train: [entity, metric], own units.
    static float[] LeastSizes(EvaluationTask task)
    {
        var frame = task.Train.Frame;
        var sizes = new float[frame.Entities.Count * frame.Metrics.Count];
        for (int row = 0; row < sizes.Length; row++)
        {
            int entity = row / frame.Metrics.Count;
            int metric = row % frame.Metrics.Count;
            double sum = 0;
            long count = 0;
            foreach (float value in frame.Values(entity, metric)[task.Split.Train.Start..task.Split.Train.End])
            {
                if (!float.IsNaN(value))
                {
                    sum += Math.Abs(task.Scaler.Unscale(entity, metric, value));
                    count++;
                }
            }

            sizes[row] = count > 0 ? (float)(0.01 * sum / count) : 0;
        }

        return sizes;
    }
}
