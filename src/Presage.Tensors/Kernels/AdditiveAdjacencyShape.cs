namespace Presage.Tensors.Kernels;

/// <summary>The sizes of an additive adjacency.</summary>
/// <param name="Graphs">How many graphs there are.</param>
/// <param name="Nodes">N, nodes of each graph.</param>
/// <param name="Heads">Heads, whose strengths are averaged.</param>
/// <param name="Width">Features of a node in one head.</param>
readonly record struct AdditiveAdjacencyShape(int Graphs, int Nodes, int Heads, int Width)
{
    const int WidestVector = 16;

    /// <summary>Features of a node in all heads.</summary>
    public int Columns => Heads * Width;

    /// <summary>Nodes in whole vectors of any instruction set.</summary>
    public int Stride => checked((Nodes + WidestVector - 1) / WidestVector * WidestVector);
}
