using Presage.Models.Forecasting;
using Presage.Models.Training;

namespace Presage.Models.Graphs;

/// <summary>ASTGCN: attention over steps and over nodes, and Chebyshev convolutions along the known graph.</summary>
public sealed class AstgcnForecaster : GraphForecaster
{
    readonly int _terms;

    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "astgcn",
        "ASTGCN",
        "forecasting",
        "Attention over steps and over nodes, Chebyshev convolutions along the given graph weighed by it, and convolutions over time.",
        "Guo et al. 2019, attention based spatial-temporal graph convolutional networks (AAAI 33).",
        "The recent branch alone, as in the authors' PyTorch configuration; fewer filters than published (filters takes 64); Chebyshev polynomials "
        + "by the matrix product and the convolution on the attended signal, as the paper has them (as-authors-code=on for what the code does); the edges "
        + "count in both directions; without a given graph the most correlated nodes are neighbours; the time of day stands beside the values. "
        + GraphPeerTraining.Changes,
        [
            new("filters", "32", "width of a step's state, published 64: 1 to 256"),
            new("blocks", "2", "blocks: 1 to 8"),
            new("terms", "3", "K, Chebyshev polynomials: 1 to 6"),
            new("as-authors-code", "off", "Chebyshev polynomials by the element-wise product, and a convolution that sees the raw signal", ["on", "off"]),
            new("time-of-day", "on", "the time of day as an input beside the values; the paper has none", ["on", "off"]),
            .. GraphPeerTraining.Cards(rounds: "8", batch: "16", learningRate: "0.001", weightDecay: "0", loss: "squared"),
        ])
    {
        UsesSeed = true,
    };

    /// <summary>Makes an unfitted model.</summary>
    /// <param name="settings">Checked against the card.</param>
    /// <exception cref="SettingException">A value is out of its range.</exception>
    public AstgcnForecaster(ModelSettings settings)
        : base(ModelCard, settings) => _terms = settings.GetInt32("terms", 1, 6);

    private protected override TrainingSettings Training(ForecastTask task) => GraphPeerTraining.Of(Settings, task, Batching, chunkItems: 2);

    private protected override IReadOnlyList<SparseSupport> FindSupports(ForecastTask joint, int metrics)
    {
        int nodes = joint.Frame.Metrics.Count / metrics;
        var polynomials = GraphMatrices.Chebyshev(
            GraphMatrices.Undirected(joint, metrics), nodes, _terms, isElementwise: Settings.GetSwitch("as-authors-code"));
        return [.. polynomials.Select(one => SparseSupport.FromDense(one, nodes))];
    }

    private protected override ForecastNetwork Build(WindowShape shape) => new AstgcnNetwork(Settings, shape, Nodes.Count, _terms);
}
