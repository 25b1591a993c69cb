using Presage.Models.Regression;
using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Models.Graphs;

/// <summary>A multilayer perceptron on each node's window, which knows the node, the time of day and the weekday by learned vectors.</summary>
/// <remarks>
/// Shao et al. 2022 (arXiv:2208.05233):
/// <code>
/// z = [W x + b; E_node; E_day; E_week]
/// z = z + W₂ drop(relu(W₁ z + b₁)) + b₂     three times
/// ŷ = W z + b
/// </code>
/// </remarks>
sealed class StidNetwork : ForecastNetwork
{
    readonly WindowShape _shape;
    readonly int _nodes;
    readonly Linear _window;
    readonly Parameter _nodeTable; // [N, d]
    readonly Embedding _days;
    readonly Embedding? _weekdays;
    readonly (Linear First, Linear Second)[] _layers;
    readonly Dropout _dropout;
    readonly Linear _head;

    /// <param name="settings">As the card lists them.</param>
    /// <param name="shape">T, H and the columns.</param>
    /// <param name="nodes">N.</param>
    /// <param name="hasWeekdays">Whether the weekday is known, and train windows cover a week.</param>
    public StidNetwork(ModelSettings settings, WindowShape shape, int nodes, bool hasWeekdays)
    {
        (_shape, _nodes) = (shape, nodes);
        int metrics = shape.Metrics / nodes;
        int width = settings.GetInt32("width", 1, 256);
        var root = new ParameterScope(Parameters);
        _window = new Linear(root / "window", shape.Steps * metrics, width);
        _nodeTable = root.Declare("nodes", new Shape(nodes, width), Initializers.Glorot(nodes, width));
        _days = new Embedding(root / "days", WindowClock.DayPlaces, width, Initializers.Glorot(WindowClock.DayPlaces, width));
        _weekdays = hasWeekdays
            ? new Embedding(root / "weekdays", WindowClock.WeekPlaces, width, Initializers.Glorot(WindowClock.WeekPlaces, width))
            : null;
        int hidden = (hasWeekdays ? 4 : 3) * width;
        _layers = new (Linear, Linear)[settings.GetInt32("layers", 1, 12)];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            var scope = root / $"layer{layer}";
            _layers[layer] = (new Linear(scope / "first", hidden, hidden, Activation.Relu), new Linear(scope / "second", hidden, hidden));
        }

        _dropout = new Dropout((float)settings.GetDouble("dropout", 0, 0.9));
        _head = new Linear(root / "head", hidden, shape.Horizon * metrics, initializer: Initializers.Zero);
    }

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        int batch = window.Values.Shape[0];
        var sequences = NodeSequences.Of(window, _nodes, hasDayShares: false);
        var embedded = _window.Apply(sequences.Reshape(batch, _nodes, sequences.Shape[2] * sequences.Shape[3])); // [B, N, d]
        int width = embedded.Shape[2];
        var nodes = embedded.Graph.Use(_nodeTable).Expand(embedded.Shape);
        var day = OnEveryNode(_days, window, place: 0, width);
        var state = _weekdays is null
            ? Tensor.Concat(-1, embedded, nodes, day)
            : Tensor.Concat(-1, embedded, nodes, day, OnEveryNode(_weekdays, window, place: 1, width));
        foreach (var (first, second) in _layers)
        {
            state += second.Apply(_dropout.Apply(first.Apply(state)));
        }

        return NodeSequences.ToForecast(_head.Apply(state), _shape);
    }

    // [B, N, d].
    Tensor OnEveryNode(Embedding table, WindowTensors window, int place, int width)
    {
        int batch = window.Places.Shape[0];
        var vectors = table.Apply(window.Places.Slice(axis: 1, place, place + 1)); // [B, 1, d]
        return vectors.Reshape(batch, 1, width).Repeat(axis: 1, _nodes);
    }
}
