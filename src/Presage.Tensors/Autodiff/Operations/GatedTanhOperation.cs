using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>tanh(a) ⊙ sigmoid(b) of the two halves of the last axis. Nothing is kept: the backward pass computes both again.</summary>
sealed unsafe class GatedTanhOperation : Operation
{
    readonly int _rows;
    readonly int _columns;

    GatedTanhOperation(Tensor input)
        : base(input)
    {
        _columns = input.Shape.Last / 2;
        _rows = checked((int)(input.Shape.Length / input.Shape.Last));
    }

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the input's graph.</summary>
    /// <exception cref="ArgumentException">The last axis has an odd size.</exception>
    public static Tensor Apply(Tensor input)
    {
        var last = input.Shape.Last;
        return last % 2 == 0
            ? input.Graph.Apply(new GatedTanhOperation(input), input.Shape.With(-1, last / 2))
            : throw new ArgumentException($"GatedTanh: {input.Shape}; {last} values have no two halves.");
    }

    public override void Forward(Workspace workspace) =>
        Rows.GatedTanh(workspace.Value(Inputs[0]), workspace.Value(Output), _rows, _columns);

    public override void Backward(Workspace workspace) =>
        Rows.GatedTanhBackward(
            workspace.Gradient(Output), workspace.Value(Inputs[0]), workspace.Gradient(Inputs[0]), _rows, _columns, Accumulates[0]);
}
