using Presage.Models.Forecasting;
using Presage.Models.Training;

namespace Presage.Models.Graphs;

/// <summary>Graph WaveNet: dilated convolutions over time and diffusion along known and learned graphs.</summary>
public sealed class GraphWaveNetForecaster : GraphForecaster
{
    const int Transitions = 2;

    readonly GraphWaveNetSize _size;

    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "graph-wavenet",
        "Graph WaveNet",
        "forecasting",
        "Gated dilated convolutions over time, and diffusion along the given graph, its reverse and a learned one in every layer.",
        "Wu et al. 2019, Graph WaveNet (arXiv:1906.00121).",
        "Narrower than published (channels, skip-width and end-width take the published widths); batch norm over the windows that one thread computes "
        + "together; windows beyond 13 steps get further doublings of the dilation; the last layer's diffusion, which reaches nothing, is left "
        + "out; weight decay is decoupled. " + GraphPeerTraining.Changes,
        [
            .. GraphWaveNetSize.Cards,
            .. GraphPeerTraining.Cards(rounds: "8", batch: "16", learningRate: "0.001", weightDecay: "0.0001", loss: "absolute"),
        ])
    {
        UsesSeed = true,
    };

    /// <summary>Makes an unfitted model.</summary>
    /// <param name="settings">Checked against the card.</param>
    /// <exception cref="SettingException">A value is out of its range.</exception>
    public GraphWaveNetForecaster(ModelSettings settings)
        : base(ModelCard, settings) => _size = GraphWaveNetSize.Of(settings);

    private protected override TrainingSettings Training(ForecastTask task) => GraphPeerTraining.Of(Settings, task, Batching, chunkItems: 4);

    private protected override IReadOnlyList<SparseSupport> FindSupports(ForecastTask joint, int metrics) => joint.Graph is { Entries.Count: > 0 } graph
        ? [.. GraphSupports.Of(graph, joint.Frame, joint.TrainBins, metrics, days: null).Take(Transitions)]
        : [];

    private protected override ForecastNetwork Build(WindowShape shape) => new GraphWaveNetNetwork(_size, shape, Nodes.Count, SupportCount);
}
