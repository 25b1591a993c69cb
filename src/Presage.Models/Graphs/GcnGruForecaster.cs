using Presage.Models.Forecasting;
using Presage.Models.Training;

namespace Presage.Models.Graphs;

/// <summary>T-GCN: graph convolutions along the known graph, then a recurrent network for each node.</summary>
/// <param name="settings">Checked against the card.</param>
public sealed class GcnGruForecaster(ModelSettings settings) : GraphForecaster(ModelCard, settings)
{
    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "gcn-gru",
        "GCN-GRU (T-GCN)",
        "forecasting",
        "Two graph convolutions on the values of each step, then a gated recurrent unit with the same weights for every node.",
        "Zhao et al. 2020, T-GCN (arXiv:1811.05320), by the paper's equations; its code has the convolution inside the gates.",
        "The edges count in both directions; without a given graph the most correlated nodes are neighbours; the time of day stands beside the values; "
        + "weight decay is decoupled. " + GraphPeerTraining.Changes,
        [
            new("hidden", "64", "D, the width of a node's state: 1 to 256"),
            new("graph-width", "32", "width between the two graph convolutions: 1 to 256"),
            new("time-of-day", "on", "the time of day as an input beside the values; the paper has none", ["on", "off"]),
            .. GraphPeerTraining.Cards(rounds: "12", batch: "16", learningRate: "0.001", weightDecay: "0.0001", loss: "squared"),
        ])
    {
        UsesSeed = true,
    };

    private protected override TrainingSettings Training(ForecastTask task) => GraphPeerTraining.Of(Settings, task, Batching, chunkItems: 2);

    private protected override IReadOnlyList<SparseSupport> FindSupports(ForecastTask joint, int metrics)
    {
        int nodes = joint.Frame.Metrics.Count / metrics;
        return [SparseSupport.FromDense(GraphMatrices.Normalised(GraphMatrices.Undirected(joint, metrics), nodes), nodes)];
    }

    private protected override ForecastNetwork Build(WindowShape shape) => new GcnGruNetwork(Settings, shape, Nodes.Count);
}
