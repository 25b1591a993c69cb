using System.Globalization;
using Presage.Telemetry.Windows;

namespace Presage.Models.Evaluation;

/// <summary>Makes a task whose one fit forecasts all steps up to the longest horizon at once.</summary>
static class DirectTask
{
    public static EvaluationTask Create(Frame frame, int lookback, IReadOnlyList<int> horizons, MetricScale scale)
    {
        int longest = horizons.Max();
        if (frame.Bins < 10)
        {
            throw new ModelDataException($"{frame.Bins} bins of {frame.StepMs} ms cannot be split into train, validation and test.");
        }

        var reported = horizons.Distinct().Order()
            .Select(horizon => new ReportedSteps(horizon.ToString(CultureInfo.InvariantCulture), horizon - 1, horizon))
            .Append(new ReportedSteps("all", 0, longest))
            .ToArray();
        var options = new WindowOptions { Lookback = lookback, Horizon = longest };
        return EvaluationTask.Create(frame, TimeSplit.ByShare(frame.Bins), options, reported, scale: scale);
    }
}
