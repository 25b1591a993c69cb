using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Models.Evaluation;

/// <summary>Services on a grid of 60 s: 12 steps in, 12 out, 70/10/20 by time, steps 1, 3, 6, 12 and all.</summary>
/// <remarks>
/// Each metric of each service has a scale of its own, so that a slow service and a busy one count alike, and it is
/// logarithmic, so that a latency counts by the factor it is missed by and a burst does not outweigh a day.
/// </remarks>
sealed record ServiceProtocol() : Protocol(
    "service", "services on a 60 s grid, 70/10/20 by time, 12 steps in, steps 1, 3, 6, 12 and all, logarithms",
    new Dictionary<string, string> { ["ridge.graph"] = "on", ["ridge.days"] = "on" })
{
    const long StepMs = 60_000;
    const int Lookback = 12;
    static readonly int[] Horizons = [1, 3, 6, 12];

    /// <inheritdoc/>
    protected override IReadOnlyList<EvaluationTask> PrepareTasks(Recording recording, ProtocolOptions options)
    {
        var frame = Grid.Align(recording, new GridOptions { StepMs = options.StepMs ?? StepMs });
        return [DirectTask.Create(frame, options.Lookback ?? Lookback, options.Horizons ?? Horizons, options.Scale ?? MetricScale.Logarithmic)];
    }
}
