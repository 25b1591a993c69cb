using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Models.Graphs;

/// <summary>Where graph networks end: a node's state becomes its forecast of all steps, added to what a linear skip forecasts.</summary>
sealed class NodeHead
{
    readonly WindowShape _shape;
    readonly int _nodes;
    readonly Linear _first;
    readonly Linear _second;
    readonly Dropout _dropout;
    readonly NodeSkip? _skip;
    readonly Parameter? _share; // [F]

    /// <param name="root">The root of the network's parameters.</param>
    /// <param name="shape">H, the columns, and the features of the skip.</param>
    /// <param name="nodes">N.</param>
    /// <param name="width">d of each of the two states it reads.</param>
    /// <param name="dropout">Applied before each of the two layers.</param>
    /// <param name="skipRate">The learning rate of the linear skip as a share of the network's; null without a skip.</param>
    /// <param name="weighsCorrection">Whether there is a share of the network's correction that counts; see <see cref="CorrectionShare"/>.</param>
    public NodeHead(ParameterScope root, WindowShape shape, int nodes, int width, Dropout dropout, float? skipRate, bool weighsCorrection = false)
    {
        (_shape, _nodes, _dropout) = (shape, nodes, dropout);
        _first = new Linear(root / "decoder" / "first", 2 * width, width, Activation.Gelu);
        // Zero at the start: the forecast begins as the skip's alone.
        _second = new Linear(
            root / "decoder" / "second",
            width,
            shape.Horizon * (shape.Metrics / nodes),
            initializer: skipRate is null ? null : Initializers.Zero);
        _skip = skipRate is { } rate ? new NodeSkip(root, shape, nodes, rate) : null;
        _share = weighsCorrection ? root.DeclareStatistic(CorrectionShare.ParameterName, new Shape(shape.Metrics / nodes), Initializers.Constant(1f)) : null;
    }

    /// <summary>Forecasts.</summary>
    /// <param name="state">[B, N, d], from the steps of the window.</param>
    /// <param name="fixedState">[B, N, d], what holds for the whole window.</param>
    /// <param name="normalised">What leads back to the scale of the window.</param>
    /// <param name="window">The same window.</param>
    /// <returns>[B, H, N F].</returns>
    public Tensor Apply(Tensor state, Tensor fixedState, NormalisedWindow normalised, WindowTensors window)
    {
        var decoded = _first.Apply(_dropout.Apply(Tensor.Concat(-1, state, fixedState)));
        var byNode = _second.Apply(_dropout.Apply(decoded)).Reshape(state.Shape[0], _nodes, _shape.Horizon, _shape.Metrics / _nodes);
        if (_share is not null)
        {
            byNode *= byNode.Graph.Use(_share).StopGradient();
        }

        var forecast = NodeSkip.OverTime(byNode);
        if (normalised.Deviation is { } deviation)
        {
            forecast *= deviation;
        }

        return (_skip is null ? forecast : forecast + _skip.Apply(window.Context)) + normalised.Mean;
    }
}
