using System.Text.RegularExpressions;
using Presage.Cli.Comparison;
using Presage.Cli.Reports;
using Presage.Models.Artefacts;
using Presage.Telemetry.Topology;

namespace Presage.Cli.Forecasts;

/// <summary>The service map of a forecast: where load is about to rise, and how high it will be.</summary>
static partial class ForecastMap
{
    /// <summary>Collects the map.</summary>
    /// <param name="view">The forecast.</param>
    /// <returns>Null where no edge between forecast entities is known.</returns>
    public static ServiceMap? Of(ForecastView view)
    {
        string[] entities = [.. view.Result.Series.Select(series => series.Entity).Distinct()];
        var aligned = (view.Graph ?? ServiceGraph.Empty).AlignTo(entities);
        if (aligned.Edges.Count == 0)
        {
            return null;
        }

        // What arrives first: latency and processors follow from it.
        string[] metrics = [.. view.Result.Series.Select(series => series.Metric).Distinct().OrderBy(metric => LoadName().IsMatch(metric) ? 0 : 1)];
        return new ServiceMap
        {
            Note = $"Forecasts are means over the {view.Steps} steps shown. A change is that of the forecast against the mean of the {view.Trained.Window.Lookback} newest steps.",
            Nodes = entities,
            Measures =
            [
                .. metrics.Select(metric => Measure($"{metric}, change in %", view, entities, metric, Change) with { IsChange = true }),
                .. metrics.Select(metric => Measure($"{metric}, forecast", view, entities, metric, (_, series) => Mean(series.Point.AsSpan(0, view.Steps)))),
            ],
            EdgeSets = [ComparisonMap.Known(aligned)],
        };
    }

    static MapMeasure Measure(
        string name, ForecastView view, string[] entities, string metric, Func<ForecastView, SeriesForecast, double> measure) => new(
        name,
        [
            .. entities.Select(entity => view.Result.Series.FirstOrDefault(series => series.Entity == entity && series.Metric == metric) is { } found
                ? measure(view, found)
                : double.NaN),
        ]);

    // NaN where the recent level is 0 or unknown, which no change can be measured against.
    static double Change(ForecastView view, SeriesForecast series)
    {
        var recent = Mean(view.RecentValues(series));
        return recent == 0 ? double.NaN : 100 * (Mean(series.Point.AsSpan(0, view.Steps)) - recent) / Math.Abs(recent);
    }

    static double Mean(ReadOnlySpan<float> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
            {
                sum += value;
                count++;
            }
        }

        return count > 0 ? sum / count : double.NaN;
    }

    [GeneratedRegex("workload|requests|qps|rps|mcr|calls|load|traffic|rate", RegexOptions.IgnoreCase)]
    private static partial Regex LoadName();
}
