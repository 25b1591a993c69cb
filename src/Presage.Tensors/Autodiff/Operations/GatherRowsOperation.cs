using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Rows of a table chosen by numbers that are only known at run time: an embedding.</summary>
/// <remarks>Inputs are the table [V, E] and the indices [any…], whole numbers from 0 to V - 1; the output is [any…, E].</remarks>
sealed unsafe class GatherRowsOperation : Operation
{
    readonly int _tableRows;
    readonly int _columns;
    readonly int _rows;

    GatherRowsOperation(Tensor table, Tensor indices)
        : base(table, indices)
    {
        (_tableRows, _columns) = (table.Shape[0], table.Shape[1]);
        _rows = checked((int)indices.Shape.Length);
    }

    public override bool CanOverwriteGradient => false;

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the inputs' graph.</summary>
    /// <exception cref="ArgumentException">The table has not two axes.</exception>
    public static Tensor Apply(Tensor table, Tensor indices)
    {
        if (table.Shape.Rank != 2 || indices.Shape.Rank == Shape.MaximumRank)
        {
            throw new ArgumentException($"GatherRows: table {table.Shape}, indices {indices.Shape}; a table of two axes is needed.");
        }

        Span<int> sizes = stackalloc int[Shape.MaximumRank];
        indices.Shape.CopyTo(sizes);
        sizes[indices.Shape.Rank] = table.Shape[1];
        var operation = new GatherRowsOperation(table, indices.StopGradient());
        return table.Graph.Apply(operation, new Shape(sizes[..(indices.Shape.Rank + 1)]));
    }

    public override bool BackwardReadsInput(int index) => index == 1;

    public override void Forward(Workspace workspace)
    {
        var table = workspace.Value(Inputs[0]);
        var indices = workspace.Value(Inputs[1]);
        var output = workspace.Value(Output);
        for (var row = 0; row < _rows; row++)
        {
            Elementwise.Copy(table + Row(indices[row]) * _columns, output + (nint)row * _columns, _columns);
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradTable = workspace.Gradient(Inputs[0]);
        var indices = workspace.Value(Inputs[1]);
        var gradOutput = workspace.Gradient(Output);
        for (var row = 0; row < _rows; row++)
        {
            Elementwise.Accumulate(gradOutput + (nint)row * _columns, gradTable + Row(indices[row]) * _columns, _columns);
        }
    }

    nint Row(float index) =>
        index >= 0f && index < _tableRows
            ? (nint)index
            : throw new ArgumentException($"GatherRows: index {index} into a table of {_tableRows} rows.");
}
