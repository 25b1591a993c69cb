namespace Presage.Tensors.Kernels;

/// <summary>What becomes of the rows of adjacency matrices.</summary>
/// <param name="Graphs">How many graphs there are.</param>
/// <param name="Nodes">N, nodes of each graph.</param>
/// <param name="Keep">The entries of a row that stay.</param>
/// <param name="DiagonalCompetes">Whether a node's own entry may be one of them; else it is dropped.</param>
/// <param name="SelfLoops">Whether 1 is added to each diagonal entry after that.</param>
/// <param name="Normalization">The scaling that comes last.</param>
readonly record struct SparseRowsShape(
    int Graphs, int Nodes, int Keep, bool DiagonalCompetes, bool SelfLoops, AdjacencyNormalization Normalization);
