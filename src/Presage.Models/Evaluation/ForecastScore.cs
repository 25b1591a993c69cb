using Presage.Models.Calibration;

namespace Presage.Models.Evaluation;

/// <summary>What is kept of a model's forecasts of one task.</summary>
/// <param name="Errors">Sums by entity, step and metric.</param>
/// <param name="Windows">Sums by window, for the paired test.</param>
/// <param name="Split">How split-conformal bands fared.</param>
/// <param name="Adaptive">How online bands fared.</param>
sealed record ForecastScore(ForecastErrorSums Errors, WindowErrors Windows, BandSums Split, BandSums Adaptive)
{
    /// <summary>Scores forecasts of every test window, with bands calibrated on the validation windows.</summary>
    /// <param name="task">The data.</param>
    /// <param name="validation">[window, H, N]; overwritten.</param>
    /// <param name="test">[window, H, N]; overwritten.</param>
    public static ForecastScore Of(EvaluationTask task, float[] validation, float[] test)
    {
        var shape = task.Shape;
        var errors = new ForecastErrorSums(shape, task.Test.Frame.Entities.Count);
        var windows = new WindowErrors(task.Test.Count, task.Reported);
        var leastSizes = LeastSizes(task);
        var target = new float[shape.OutputLength];
        var mask = new float[shape.OutputLength];
        for (int window = 0; window < task.Test.Count; window++)
        {
            int entity = task.Test.At(window).Entity;
            task.Test.CopyTarget(window, target, mask);
            var forecast = test.AsSpan(window * shape.OutputLength, shape.OutputLength);
            for (int place = 0; place < forecast.Length; place++)
            {
                if (mask[place] > 0)
                {
                    int metric = place % shape.Metrics;
                    errors.Add(
                        entity,
                        place,
                        target[place],
                        forecast[place],
                        task.Scaler.Unscale(entity, metric, target[place]),
                        task.Scaler.Unscale(entity, metric, forecast[place]),
                        leastSizes[(entity * shape.Metrics) + metric]);
                }
            }

            windows.Add(window, shape.Metrics, target, mask, forecast);
        }

        var bands = ConformalBands.Fit(ResidualSet.TakeOver(task.Validation, validation));
        var residuals = ResidualSet.TakeOver(task.Test, test);
        return new ForecastScore(errors, windows, bands.MeasureSplit(residuals), bands.MeasureAdaptive(residuals));
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
