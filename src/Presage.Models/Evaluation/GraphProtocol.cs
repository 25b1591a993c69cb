using System.Globalization;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Models.Evaluation;

/// <summary>Nodes of a graph: 12 steps in, 12 out, one split in time for all nodes, errors in the metrics' own units.</summary>
/// <remarks>
/// Train, validation and test are cut as 1,450, 161 and 405 of the 2,016 bins of a week of Los-loop are. One scale for all nodes, so that
/// what is learned, chosen and reported weighs the nodes alike. Steps 3, 6, 9 and 12 are reported, all 12 at once, and the mean of the errors of
/// each of them, which is how much of the field reports an average; a mean of roots is below the root over all.
/// </remarks>
sealed record GraphProtocol() : Protocol(
    "graph", "nodes of a graph, 1450:161:405 by time, 12 steps in and out, steps 3, 6, 9, 12 and their mean, own units",
    new Dictionary<string, string> { ["ridge.graph"] = "on", ["ridge.days"] = "on" })
{
    const int Lookback = 12;
    static readonly int[] Horizons = [3, 6, 9, 12];

    /// <inheritdoc/>
    protected override IReadOnlyList<EvaluationTask> PrepareTasks(Recording recording, ProtocolOptions options)
    {
        var frame = Grid.Align(recording, new GridOptions { StepMs = options.StepMs ?? 0 });
        int[] horizons = [.. (options.Horizons ?? Horizons).Distinct().Order()];
        var reported = horizons
            .Select(horizon => new ReportedSteps(horizon.ToString(CultureInfo.InvariantCulture), horizon - 1, horizon))
            .Append(new ReportedSteps("all", 0, horizons[^1]))
            .Append(new ReportedSteps("mean", 0, horizons[^1], IsMeanOfSteps: true))
            .ToArray();
        var window = new WindowOptions { Lookback = options.Lookback ?? Lookback, Horizon = horizons[^1] };
        return [EvaluationTask.Create(frame, Split(frame.Bins), window, reported, pooled: true, options.Scale ?? MetricScale.Linear) with { InOwnUnits = true }];
    }

    static TimeSplit Split(int bins)
    {
        int train = (int)(bins * 1450L / 2016);
        int validation = (int)(bins * 1611L / 2016);
        return new TimeSplit(new BinRange(0, train), new BinRange(train, validation), new BinRange(validation, bins));
    }
}
