using Presage.Models.Forecasting;
using Presage.Models.Training;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>P2: load of all services together, along edges that are known and edges that are learned.</summary>
public sealed class GraphTemporalForecaster : ResidualGraphForecaster
{
    readonly GraphTemporalSettings _settings;

    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "graph-temporal",
        "Graph temporal (P2)",
        "forecasting",
        "Graph convolutions along learned and known edges and a recurrent network per node, beside a linear forecast that they correct.",
        "Y. Wang, graph-structured temporal dynamic learning.",
        "Heads, temporal relevance and sparsity are completed where the paper is silent; the known graph, correlation and an adaptive graph beside "
        + "the attention edges, node and time embeddings, the profiles of earlier days, a linear skip started at its closed form and direct "
        + "multi-step output are added.",
        GraphTemporalSettings.Cards)
    {
        UsesSeed = true,
    };

    /// <summary>Without each of its parts.</summary>
    public static IReadOnlyList<Variant> Variants { get; } =
    [
        With("without graph", ("graph", "off")),
        With("without GRU", ("recurrence", "off")),
        With("attention edges alone", ("supports", "off"), ("adaptive", "off")),
        With("without attention edges", ("attention", "off")),
        With("without linear skip", ("linear-skip", "off")),
        With("without days", ("days", "off")),
        With("absolute loss", ("loss", "absolute")),
        With("linear skip alone", ("steps", "0")),
    ];

    /// <summary>Makes an unfitted model.</summary>
    /// <param name="settings">Checked against the card.</param>
    /// <exception cref="SettingException">A value is out of its range.</exception>
    public GraphTemporalForecaster(ModelSettings settings)
        : base(ModelCard, settings)
    {
        _settings = GraphTemporalSettings.From(settings);
    }

    private protected override IEnumerable<LearnedGraph> GraphsOfParts(WindowSet joint, CancellationToken cancellationToken)
    {
        var network = (GraphTemporalNetwork)Network;
        if (network.HasAttention)
        {
            yield return GraphOver("attention", "the attention's share, found anew in each window", network.Attention, joint, cancellationToken);
        }

        if (network.HasMix)
        {
            yield return GraphOver("mix of graphs", "the share in the known and the adaptive graphs as weighed", network.Mix, joint, cancellationToken);
        }
    }

    private protected override NodeFeatureOptions FeatureOptions => new(_settings.Graph, _settings.Days);

    private protected override TrainingSettings Training(ForecastTask task) => ResidualTraining(Settings.GetInt32("steps", 0, 100_000));

    private protected override IReadOnlyList<SparseSupport> FindSupports(ForecastTask joint, int metrics) => _settings.Supports
        ? GraphSupports.Of(joint.Graph, joint.Frame, joint.TrainBins, metrics, DayProfiles.Remember(joint.Frame, joint.TrainBins))
        : [];

    private protected override ForecastNetwork Build(WindowShape shape) => new GraphTemporalNetwork(_settings, shape, Nodes.Count, SupportCount);
}
