using Presage.Tensors.Autodiff.Operations;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff;

/// <content>Adjacency matrices [graphs…, N, N]: row i holds how strongly node i listens to each node j.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// Additive attention (Bahdanau et al. 2015, arXiv:1409.0473) between nodes: a[i, j] = the mean over heads of
    /// sigmoid(Σ_f w[f] tanh(u[i, f] + v[j, f]) + b).
    /// </summary>
    /// <remarks>
    /// u and v are held in [-20, 20], and pass no gradient beyond. Memory is that of the result; nothing of N² times the width is stored.
    /// </remarks>
    /// <param name="u">[graphs…, N, heads, width], of the node that listens.</param>
    /// <param name="v">[graphs…, N, heads, width], of the node that is heard.</param>
    /// <param name="weight">w [heads, width].</param>
    /// <param name="bias">b [heads], or null for none.</param>
    /// <returns>[graphs…, N, N], each in (0, 1).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor AdditiveAdjacency(Tensor u, Tensor v, Tensor weight, Tensor? bias = null) =>
        AdditiveAdjacencyOperation.Apply(u, v, weight, bias);

    /// <summary>Keeps the largest entries of each row of [graphs…, N, N], sets the others to 0, adds self-loops and normalises.</summary>
    /// <remarks>
    /// Which entries stay is constant in the backward pass. Of equal ones that with the lower index stays. Where the result is 0 no
    /// gradient passes, and so none into a row of degree 0, which stays 0.
    /// </remarks>
    /// <param name="keep">How many entries of a row stay; any number from N on keeps all.</param>
    /// <param name="selfLoops">Whether 1 is added to the diagonal after that.</param>
    /// <param name="normalization">The scaling that comes last.</param>
    /// <param name="diagonalCompetes">Whether a node's own entry may be among those that stay; else it is dropped.</param>
    /// <returns>[graphs…, N, N].</returns>
    /// <exception cref="ArgumentException">The matrices are not square, or keep is negative.</exception>
    public Tensor SparsifyRows(
        int keep, bool selfLoops = true, AdjacencyNormalization normalization = AdjacencyNormalization.Rows, bool diagonalCompetes = false) =>
        SparsifyRowsOperation.Apply(this, keep, selfLoops, normalization, diagonalCompetes);

    /// <summary>Pearson's correlation over time of every two series of [B, T, N]; no gradient passes.</summary>
    /// <param name="positiveOnly">Whether negative correlations count as 0.</param>
    /// <param name="varianceFloor">
    /// A series counts as constant while its variance is at most this, or a millionth of a millionth of its squared level; its row and column are 0.
    /// </param>
    /// <returns>[B, N, N], from 0 or -1 to 1; 1 on the diagonal.</returns>
    /// <exception cref="ArgumentException">There are not three axes, or the floor is negative.</exception>
    public Tensor Correlation(bool positiveOnly = true, float varianceFloor = 1e-8f) => CorrelationOperation.Apply(this, positiveOnly, varianceFloor);
}
