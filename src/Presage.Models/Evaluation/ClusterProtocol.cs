using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Models.Evaluation;

/// <summary>Machines of a cluster on a grid of 60 s: 96 steps in, 24 out, one split in time for all machines.</summary>
/// <remarks>
/// Train, validation and test are 70, 10 and 20 % of the bins (8,064, 1,152 and 2,304 of the 11,520 of the Alibaba
/// trace of 2018). Windows lie with all their targets in one part; inputs are filled causally and may reach left over the
/// border. The forecast is direct, all steps at once; steps 1, 12, 24 and all of them are reported.
/// </remarks>
sealed record ClusterProtocol() : Protocol(
    "cluster", "machines on a 60 s grid, 70/10/20 by time, look-back 96, steps 1, 12, 24 and all",
    new Dictionary<string, string>
    {
        ["ridge.share"] = "metric", ["ridge-raw.share"] = "metric", ["rlinear.individual"] = "on", ["dlinear.individual"] = "on",
        ["graph-temporal.steps"] = "300", // batches hold as many windows as those of dual-channel, which takes as many steps
    })
{
    const long StepMs = 60_000;
    const int Lookback = 96;
    static readonly int[] Horizons = [1, 12, 24];

    /// <inheritdoc/>
    protected override IReadOnlyList<EvaluationTask> PrepareTasks(Recording recording, ProtocolOptions options)
    {
        var frame = Grid.Align(recording, new GridOptions { StepMs = options.StepMs ?? StepMs });
        return [DirectTask.Create(frame, options.Lookback ?? Lookback, options.Horizons ?? Horizons, options.Scale ?? MetricScale.Linear)];
    }
}
