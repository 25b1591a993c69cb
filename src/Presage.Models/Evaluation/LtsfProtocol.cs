using System.Globalization;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Models.Evaluation;

/// <summary>The long-term forecasting benchmark: ETT's published split, each horizon a fit of its own, standardised errors.</summary>
/// <remarks>
/// ETTh: 12, 4 and 4 months of 30 days of hours; ETTm: the same of quarter hours; other data: 70/10/20. Rows after
/// that are unused. Validation and test windows look back over the border, so that the first target is the first row of
/// its part. A row reports all steps of its horizon together.
/// </remarks>
sealed record LtsfProtocol() : Protocol(
    "ltsf", "ETT's published split (others 70/10/20), look-back 96, horizons 96, 192, 336, 720, each its own fit",
    new Dictionary<string, string> { ["ridge.share"] = "all", ["ridge-raw.share"] = "all" })
{
    const int Lookback = 96;
    const long HourMs = 3_600_000;
    static readonly int[] Horizons = [96, 192, 336, 720];

    /// <inheritdoc/>
    internal override int TaskCount(ProtocolOptions options) => (options.Horizons ?? Horizons).Count;

    /// <inheritdoc/>
    protected override IReadOnlyList<EvaluationTask> PrepareTasks(Recording recording, ProtocolOptions options)
    {
        var frame = Grid.Align(recording, new GridOptions { StepMs = options.StepMs ?? 0 });
        var split = SplitOf(recording, frame);
        int lookback = options.Lookback ?? Lookback;
        return [.. (options.Horizons ?? Horizons).Select(horizon => EvaluationTask.Create(
            frame,
            split,
            new WindowOptions { Lookback = lookback, Horizon = horizon },
            [new ReportedSteps(horizon.ToString(CultureInfo.InvariantCulture), 0, horizon)],
            scale: options.Scale ?? MetricScale.Linear))];
    }

    static TimeSplit SplitOf(Recording recording, Frame frame)
    {
        bool isEtt = Path.GetFileName(recording.Source).StartsWith("ETT", StringComparison.OrdinalIgnoreCase);
        var split = frame.StepMs == HourMs ? TimeSplit.EttHourly : TimeSplit.EttMinutely;
        return isEtt && frame.StepMs is HourMs or HourMs / 4 && frame.Bins >= split.Test.End ? split : TimeSplit.ByShare(frame.Bins);
    }
}
