using Presage.Models.Artefacts;
using Presage.Models.Forecasting;
using Presage.Models.Regression;
using Presage.Models.Training;
using Presage.Telemetry.Windows;
using Presage.Tensors.Autodiff;

namespace Presage.Models.Graphs;

/// <summary>A forecaster that sees all nodes of a graph at once and forecasts them together.</summary>
/// <remarks>It knows the nodes it was trained on, by name; one that a frame lacks is missing, and one that it never saw cannot be forecast.</remarks>
/// <param name="card">What the model is.</param>
/// <param name="settings">The user's settings over the card's defaults.</param>
public abstract class GraphForecaster(ModelCard card, ModelSettings settings) : NetworkForecaster(card, settings), ILearnsGraph
{
    const string NodesName = "graph.nodes";
    const string SupportsNumber = "graph.supportCount";
    const int WindowsForGraphs = 128;

    JointForecasts? _forecasts;
    IReadOnlyList<SparseSupport> _supports = [];

    /// <summary>The nodes, in the order of the columns.</summary>
    private protected IReadOnlyList<string> Nodes { get; private set; } = [];

    /// <summary>How many graphs are known before training.</summary>
    private protected int SupportCount { get; private set; }

    /// <inheritdoc />
    private protected override ForecastBatch Batching => new(32, 2);

    /// <inheritdoc/>
    public override void Save(ArtefactWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNames(NodesName, Nodes);
        writer.WriteNumber(SupportsNumber, SupportCount);
        base.Save(writer);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LearnedGraph> LearnedGraphs(WindowSet windows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(windows);
        _ = Network; // a model that knows nothing yet says so
        if (windows.Count == 0)
        {
            return [];
        }

        var joint = JointWindows.Of(windows, Nodes).Windows;
        const string Meaning = "how far a node's forecast moves, in deviations, when the other's past is held at its mean";
        var influence = NodeInfluence.Of(joint, Nodes.Count, ForecastSome, cancellationToken);
        return [.. GraphsOfParts(joint, cancellationToken), new LearnedGraph("influence", Meaning, Nodes, influence)];
    }

    /// <inheritdoc/>
    protected override FitReport FitWindows(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        var joint = JointTask.Of(task);
        Nodes = joint.Nodes;
        _forecasts = new JointForecasts(Nodes);
        _supports = FindSupports(joint.Task, joint.Task.Shape.Metrics / Nodes.Count);
        SupportCount = _supports.Count;
        return base.FitWindows(joint.Task, options, progress, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void ForecastWindows(WindowSet windows, int first, int count, Span<float> forecast) =>
        _forecasts!.Copy(windows, first, count, forecast, base.ForecastWindows);

    /// <inheritdoc/>
    protected override void LoadTensors(ArtefactReader reader, ForecastShape shape)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Nodes = reader.ReadNames(NodesName);
        SupportCount = (int)reader.ReadNumber(SupportsNumber);
        _forecasts = new JointForecasts(Nodes);
        base.LoadTensors(reader, shape with { Metrics = shape.Metrics * Nodes.Count });
    }

    /// <summary>The graphs between nodes that parts of the network compute; none by default.</summary>
    /// <param name="joint">Joint windows; at least one.</param>
    /// <param name="cancellationToken">Heard between batches.</param>
    private protected virtual IEnumerable<LearnedGraph> GraphsOfParts(WindowSet joint, CancellationToken cancellationToken) => [];

    /// <summary>A graph that a part of the network computes, averaged over windows spread evenly.</summary>
    /// <param name="name">Which part it is.</param>
    /// <param name="meaning">What a strength is.</param>
    /// <param name="part">Traces it: [B, N, N].</param>
    /// <param name="joint">Joint windows; at least one.</param>
    /// <param name="cancellationToken">Heard between batches.</param>
    private protected LearnedGraph GraphOver(
        string name, string meaning, Func<WindowTensors, Tensor> part, WindowSet joint, CancellationToken cancellationToken) =>
        new(name, meaning, Nodes, MeanOver(part, joint, NodeInfluence.Spread(joint.Count, WindowsForGraphs), cancellationToken));

    /// <summary>The graphs that are known before training.</summary>
    private protected abstract IReadOnlyList<SparseSupport> FindSupports(ForecastTask joint, int metrics);

    /// <inheritdoc />
    private protected override void Start(ForecastNetwork network, LinearStart? start)
    {
        if (SupportCount > 0)
        {
            var values = network.Parameters.Get(GraphSupports.ParameterName).Values;
            int at = 0;
            foreach (var support in _supports)
            {
                support.ToDense().CopyTo(values[at..]);
                at += support.Nodes * support.Nodes;
            }

            network.Parameters.MarkChanged();
        }
    }
}
