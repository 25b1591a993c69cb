using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Models.Graphs;

/// <summary>The linear forecast beside a graph network: one map for each metric, the same for all nodes.</summary>
sealed class NodeSkip
{
    /// <summary>The parameter that takes the closed form: [F, P, H].</summary>
    public const string WeightName = "skip.weight";

    readonly WindowShape _shape;
    readonly int _nodes;
    readonly ChannelLinear _linear;

    /// <param name="root">The root of the network's parameters.</param>
    /// <param name="shape">H, the columns and their features.</param>
    /// <param name="nodes">N.</param>
    /// <param name="rate">The learning rate as a share of the network's; nothing pulls it to zero.</param>
    public NodeSkip(ParameterScope root, WindowShape shape, int nodes, float rate)
    {
        (_shape, _nodes) = (shape, nodes);
        _linear = new ChannelLinear(root / "skip", shape.Metrics / nodes, shape.ContextFeatures, shape.Horizon);
        foreach (var parameter in _linear.Parameters)
        {
            (parameter.LearningRateScale, parameter.Decays) = (rate, false);
        }
    }

    /// <summary>Forecasts relative to each column's mean.</summary>
    /// <param name="context">[B, N F, P].</param>
    /// <returns>[B, H, N F].</returns>
    public Tensor Apply(Tensor context)
    {
        int metrics = _shape.Metrics / _nodes;
        var linear = _linear.Apply(context.Reshape(-1, metrics, _shape.ContextFeatures));
        return OverTime(linear.Reshape(-1, _nodes, metrics, _shape.Horizon).Transpose(2, 3));
    }

    /// <summary>Brings what nodes forecast into the order of windows.</summary>
    /// <param name="byNode">[B, N, H, F].</param>
    /// <returns>[B, H, N F].</returns>
    public static Tensor OverTime(Tensor byNode) =>
        byNode.Transpose(1, 2).Reshape(byNode.Shape[0], byNode.Shape[2], byNode.Shape[1] * byNode.Shape[3]);
}
