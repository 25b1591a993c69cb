using Presage.Tensors.Autodiff;

namespace Presage.Tensors.Layers;

/// <summary>A learned vector for each of a number of things: nodes, hours of the day, days of the week.</summary>
/// <remarks>Starts normal with deviation 1, as torch.nn.Embedding.</remarks>
public sealed class Embedding : Layer
{
    readonly Parameter _table; // [count, width]

    /// <summary>Declares <c>table</c>.</summary>
    /// <param name="scope">Where to declare it.</param>
    /// <param name="count">The number of things.</param>
    /// <param name="width">The length of a vector.</param>
    /// <param name="initializer">How the vectors start; null for normal with deviation 1.</param>
    public Embedding(ParameterScope scope, int count, int width, Initializer? initializer = null) =>
        _table = scope.Declare("table", new Shape(count, width), initializer ?? Initializers.Normal(1f));

    /// <summary>Looks vectors up.</summary>
    /// <param name="indices">[…], whole numbers from 0 to count - 1, kept as floats.</param>
    /// <returns>[…, width].</returns>
    public Tensor Apply(Tensor indices) => indices.Graph.Use(_table).GatherRows(indices);

    /// <summary>All vectors in order.</summary>
    /// <param name="graph">The graph that uses them.</param>
    /// <returns>[count, width].</returns>
    public Tensor All(Graph graph) => graph.Use(_table);
}
