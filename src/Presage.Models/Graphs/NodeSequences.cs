using Presage.Models.Training;
using Presage.Tensors.Autodiff;

namespace Presage.Models.Graphs;

/// <summary>Joint windows as a sequence for each node, and back.</summary>
static class NodeSequences
{
    /// <summary>The values of a window node by node.</summary>
    /// <param name="window">The joint window.</param>
    /// <param name="nodes">N.</param>
    /// <param name="hasDayShares">Whether the time of day stands beside the values of each step.</param>
    /// <returns>[B, N, T, F], or [B, N, T, F + 1] with the time of day last.</returns>
    public static Tensor Of(WindowTensors window, int nodes, bool hasDayShares)
    {
        var (batch, steps) = (window.Values.Shape[0], window.Values.Shape[1]);
        int metrics = window.Values.Shape[2] / nodes;
        var values = window.Values.Reshape(batch, steps, nodes, metrics).Transpose(1, 2);
        return hasDayShares
            ? Tensor.Concat(-1, values, window.DayShares.Reshape(batch, 1, steps, 1).Repeat(axis: 1, nodes))
            : values;
    }

    /// <summary>The forecasts of nodes as those of a joint window.</summary>
    /// <param name="byNode">[B, N, H F], the steps' metrics side by side.</param>
    /// <param name="shape">H, and N F columns.</param>
    /// <returns>[B, H, N F].</returns>
    public static Tensor ToForecast(Tensor byNode, WindowShape shape)
    {
        var (batch, nodes) = (byNode.Shape[0], byNode.Shape[1]);
        return byNode.Reshape(batch, nodes, shape.Horizon, shape.Metrics / nodes).Transpose(1, 2).Reshape(batch, shape.Horizon, shape.Metrics);
    }
}
