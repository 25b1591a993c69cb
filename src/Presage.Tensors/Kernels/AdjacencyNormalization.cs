namespace Presage.Tensors.Kernels;

/// <summary>How the strengths of a graph's edges are scaled; a node's degree is d[i] = Σ over j of |a[i, j]|, so that signs cannot cancel.</summary>
public enum AdjacencyNormalization
{
    /// <summary>They stay as they are.</summary>
    None,

    /// <summary>a[i, j] / d[i]: the mean over neighbours, for directed graphs.</summary>
    Rows,

    /// <summary>a[i, j] / √(d[i] d[j]) (Kipf and Welling 2017, arXiv:1609.02907), for undirected graphs.</summary>
    Symmetric,
}
