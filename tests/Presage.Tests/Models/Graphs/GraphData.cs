using Presage.Models.Evaluation;
using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Graphs;

/// <summary>A chain of nodes in which what one does now, the next one does three steps later: only the graph can know.</summary>
static class GraphData
{
    public const int Delay = 3;

    public static Frame Chain(int nodes, int bins = 500, int seed = 3)
    {
        var random = new Random(seed);
        var source = Enumerable.Range(0, bins + (nodes * Delay)).Select(_ => (float)SmallData.Gaussian(random)).ToArray();
        var values = new float[nodes * bins];
        for (var node = 0; node < nodes; node++)
        {
            for (var bin = 0; bin < bins; bin++)
            {
                values[(node * bins) + bin] = source[bin + ((nodes - node) * Delay) - Delay];
            }
        }

        return new Frame(0, SmallData.StepMs, true, [.. Enumerable.Range(0, nodes).Select(i => $"n{i}")], ["load"], values);
    }

    /// <summary>Node i depends on node i - 1, whose past is its future.</summary>
    public static ServiceGraph Graph(int nodes)
    {
        var builder = new ServiceGraphBuilder();
        for (var node = 1; node < nodes; node++)
        {
            builder.AddEdge($"n{node}", $"n{node - 1}", EdgeSources.CallTable);
        }

        return builder.Build();
    }

    public static EvaluationTask Task(Frame frame, ServiceGraph? graph)
    {
        var task = EvaluationTask.Create(
            frame,
            TimeSplit.ByShare(frame.Bins),
            new WindowOptions { Lookback = 8, Horizon = 2 },
            [new ReportedSteps("all", 0, 2)]);
        return graph is null ? task : task.On(graph);
    }
}
