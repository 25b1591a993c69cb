using Presage.Models.Training;
using Presage.Tensors.Autodiff;

namespace Presage.Models.Graphs;

/// <summary>A window relative to its own level, and what leads back from there.</summary>
/// <param name="Values">[B, T, N F], centred, and in the window's own deviations where <paramref name="Deviation"/> is given.</param>
/// <param name="Mean">[B, 1, N F].</param>
/// <param name="Deviation">[B, 1, N F]; null where windows are only centred.</param>
sealed record NormalisedWindow(Tensor Values, Tensor Mean, Tensor? Deviation)
{
    // A window that does not vary has a deviation of its root.
    const float VarianceFloor = 1e-5f;

    /// <summary>Measures a window.</summary>
    /// <param name="values">[B, T, N F].</param>
    /// <param name="byDeviation">Whether it is also divided by its deviation, as RevIN does.</param>
    public static NormalisedWindow Of(Tensor values, bool byDeviation)
    {
        var mean = values.Mean(axis: 1, keepAxis: true);
        var centred = values - mean;
        if (!byDeviation)
        {
            return new NormalisedWindow(centred, mean, null);
        }

        var deviation = (centred.Square().Mean(axis: 1, keepAxis: true) + VarianceFloor).Sqrt();
        return new NormalisedWindow(centred / deviation, mean, deviation);
    }

    /// <summary>What a network sees of every node at every step: its values, and which of them were observed.</summary>
    /// <param name="values">[B, T, N F].</param>
    /// <param name="window">The same window.</param>
    /// <param name="nodes">N.</param>
    /// <returns>[B, T, N, 2 F].</returns>
    public static Tensor ByNode(Tensor values, WindowTensors window, int nodes)
    {
        var (batch, steps, metrics) = (values.Shape[0], values.Shape[1], values.Shape[2] / nodes);
        return Tensor.Concat(-1, values.Reshape(batch, steps, nodes, metrics), window.Observed.Reshape(batch, steps, nodes, metrics));
    }
}
