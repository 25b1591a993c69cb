using Presage.Tensors.Autodiff;

namespace Presage.Tensors.Layers;

/// <summary>The fixed sines and cosines that tell attention where in the window a step lies.</summary>
/// <remarks>
/// <code>
/// p[t, 2i]   = sin(t / 10000^(2i/m))
/// p[t, 2i+1] = cos(t / 10000^(2i/m))
/// </code>
/// Vaswani et al. 2017 (arXiv:1706.03762), section 3.5.
/// </remarks>
public static class PositionalEncoding
{
    /// <summary>The encoding as a constant of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="steps">T.</param>
    /// <param name="width">m.</param>
    /// <returns>[T, m], to be added to [B, T, m].</returns>
    public static Tensor Constant(Graph graph, int steps, int width)
    {
        var values = new float[steps * width];
        for (var step = 0; step < steps; step++)
        {
            for (var column = 0; column < width; column++)
            {
                var angle = step / Math.Pow(10_000d, column / 2 * 2d / width);
                values[step * width + column] = (float)(column % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }

        return graph.Constant(new Shape(steps, width), values);
    }
}
