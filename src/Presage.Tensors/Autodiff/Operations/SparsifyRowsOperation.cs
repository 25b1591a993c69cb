using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Keeps the largest entries of each row of [graphs…, N, N], adds self-loops and normalises. The backward pass reads the result.</summary>
sealed unsafe class SparsifyRowsOperation : Operation
{
    readonly SparseRowsShape _shape;

    SparsifyRowsOperation(SparseRowsShape shape, Tensor input)
        : base(input) => _shape = shape;

    /// <summary>Adds the operation to the input's graph.</summary>
    /// <exception cref="ArgumentException">The matrices are not square, or a number to keep is negative.</exception>
    public static Tensor Apply(Tensor input, int keep, bool selfLoops, AdjacencyNormalization normalization, bool diagonalCompetes)
    {
        if (input.Shape.Rank < 2 || input.Shape[-1] != input.Shape[-2])
        {
            throw new ArgumentException($"SparsifyRows: {input.Shape}; [graphs…, N, N] is needed.");
        }

        if (keep < 0)
        {
            throw new ArgumentException($"SparsifyRows: {keep} entries to keep in each row; at least 0 are needed.");
        }

        var nodes = input.Shape.Last;
        var graphs = checked((int)(input.Shape.Length / ((long)nodes * nodes)));
        var shape = new SparseRowsShape(graphs, nodes, keep, diagonalCompetes, selfLoops, normalization);
        return input.Graph.Apply(new SparsifyRowsOperation(shape, input), input.Shape);
    }

    public override bool BackwardReadsInput(int index) => false;

    public override long SavedLength(bool training) => SparseRows.SavedLength(_shape);

    public override long ScratchLength(bool training) => training ? SparseRows.ScratchLength(_shape) : 0;

    public override void Forward(Workspace workspace) =>
        SparseRows.Forward(_shape, workspace.Value(Inputs[0]), workspace.Value(Output), workspace.Saved(this));

    public override void Backward(Workspace workspace) =>
        SparseRows.Backward(
            _shape, workspace.Value(Output), workspace.Saved(this), workspace.Gradient(Output), workspace.Gradient(Inputs[0]), Accumulates[0],
            workspace.Scratch);
}
