using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Models.Evaluation;

/// <summary>Any data: the sampling interval as found, 70/10/20 by time, look-back and horizons as asked for.</summary>
sealed record DefaultProtocol() : Protocol(
    "default", "any data: inferred step, 70/10/20 by time, look-back 96, steps 1, 12, 24 and all", new Dictionary<string, string>())
{
    const int Lookback = 96;
    static readonly int[] Horizons = [1, 12, 24];

    /// <inheritdoc/>
    protected override IReadOnlyList<EvaluationTask> PrepareTasks(Recording recording, ProtocolOptions options)
    {
        var frame = Grid.Align(recording, new GridOptions { StepMs = options.StepMs ?? 0 });
        return [DirectTask.Create(frame, options.Lookback ?? Lookback, options.Horizons ?? Horizons, options.Scale ?? MetricScale.Linear)];
    }
}
