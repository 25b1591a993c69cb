using Presage.Cli.Reports;
using Presage.Models.Evaluation;
using Presage.Telemetry.Topology;

namespace Presage.Cli.Comparison;

/// <summary>The service map of a comparison: how far off the first model is at each service, and how busy each service is.</summary>
static class ComparisonMap
{
    /// <summary>Collects the map.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="graph">Which entity calls which.</param>
    /// <returns>Null where no edge between entities of the evaluation is known and none was learned.</returns>
    public static ServiceMap? Of(EvaluationResult result, ServiceGraph? graph)
    {
        var entities = result.Tasks[0].Train.Frame.Entities;
        var aligned = (graph ?? ServiceGraph.Empty).AlignTo(entities);
        MapEdgeSet[] sets =
        [
            .. aligned.Edges.Count > 0 ? [Known(aligned)] : Array.Empty<MapEdgeSet>(),
            .. LearnedEdges.Of(result.LearnedGraphs, aligned),
        ];
        return sets.Length == 0 ? null : new ServiceMap
        {
            Note = (aligned.Edges.Count > 0 ? "" : "The data have no graph; the edges are what a model learned. ")
                + "Errors are means over the test windows, all steps and seeds, in "
                + $"{HorizonNames.UnitOf(result.Tasks[0])}.",
            Nodes = entities,
            Measures = [.. Errors(result), .. Levels(result.Tasks[0]), .. Calls(aligned)],
            EdgeSets = sets,
        };
    }

    /// <summary>The edges that are known from the data.</summary>
    /// <param name="aligned">Its nodes are those of the map.</param>
    public static MapEdgeSet Known(ServiceGraph aligned) => new("as read with the data", [.. aligned.Edges.Select(Edge)])
    {
        Note = "An arrow leads from the caller to what it calls.",
    };

    static MapEdge Edge(ServiceEdge edge)
    {
        var calls = edge.Total;
        return new MapEdge(edge.From, edge.To, !edge.IsObserved)
        {
            Weight = edge.Weight == 1 ? null : edge.Weight,
            Calls = calls.Calls > 0 ? calls.Calls : null,
            MeanLatencyMs = calls.TimedCalls > 0 ? calls.MeanLatencyMs : null,
            ErrorRate = calls.Calls > 0 ? calls.ErrorRate : null,
        };
    }

    static IEnumerable<MapMeasure> Errors(EvaluationResult result)
    {
        var frame = result.Tasks[0].Train.Frame;
        var count = frame.Metrics.Count;
        for (var metric = 0; metric < count && result.EntityErrors.Count > 0; metric++)
        {
            var one = metric;
            yield return new MapMeasure(
                $"MAE of {result.Rows[0].Model}, {frame.Metrics[metric]}",
                [.. frame.Entities.Select((_, entity) => result.EntityErrors[(entity * count) + one])]);
        }
    }

    static IEnumerable<MapMeasure> Levels(EvaluationTask task)
    {
        var frame = task.Train.Frame;
        for (var metric = 0; metric < frame.Metrics.Count; metric++)
        {
            var one = metric;
            yield return new MapMeasure($"mean {frame.Metrics[metric]}", [.. frame.Entities.Select((_, entity) => MeanLevel(task, entity, one))]);
        }
    }

    static double MeanLevel(EvaluationTask task, int entity, int metric)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in task.Train.Frame.Values(entity, metric))
        {
            if (!float.IsNaN(value))
            {
                sum += task.Scaler.Unscale(entity, metric, value);
                count++;
            }
        }

        return count > 0 ? sum / count : double.NaN;
    }

    static IEnumerable<MapMeasure> Calls(ServiceGraph graph)
    {
        var received = new double[graph.Nodes.Count];
        foreach (var edge in graph.Edges)
        {
            received[edge.To] += edge.Total.Calls;
        }

        if (received.Any(calls => calls > 0))
        {
            yield return new MapMeasure("calls received", received);
        }
    }
}
