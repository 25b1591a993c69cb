using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>y = scale Σ x over one axis or all numbers: a sum, or a mean.</summary>
sealed unsafe class SumOperation : Operation
{
    readonly AxisView _view;
    readonly float _scale;

    SumOperation(Tensor input, AxisView view, float scale)
        : base(input)
    {
        _view = view;
        _scale = scale;
    }

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the input's graph.</summary>
    /// <param name="input">[outer…, size, inner…].</param>
    /// <param name="view">The input seen from the axis.</param>
    /// <param name="scale">What the sums are multiplied by.</param>
    /// <param name="shape">The output's shape: outer × inner numbers.</param>
    public static Tensor Apply(Tensor input, AxisView view, float scale, Shape shape) =>
        input.Graph.Apply(new SumOperation(input, view, scale), shape);

    public override bool BackwardReadsInput(int index) => false;

    public override void Forward(Workspace workspace)
    {
        var input = workspace.Value(Inputs[0]);
        var output = workspace.Value(Output);
        if (_view.Inner == 1)
        {
            Reductions.RowSum(input, _view.Outer, _view.Size, _view.Size, output);
        }
        else
        {
            for (var outer = 0; outer < _view.Outer; outer++)
            {
                Reductions.ColumnSum(
                    input + (nint)outer * _view.Block, _view.Size, _view.Inner, _view.Inner, output + (nint)outer * _view.Inner,
                    accumulate: false);
            }
        }

        if (_scale != 1f)
        {
            Elementwise.Scale(output, _scale, output, _view.Outer * _view.Inner);
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradOutput = workspace.Gradient(Output);
        var gradInput = workspace.Gradient(Inputs[0]);
        if (_view.Inner == 1)
        {
            SpreadLoops.OverRows(gradOutput, _view.Outer, _view.Size, _scale, gradInput, Accumulates[0]);
            return;
        }

        for (var outer = 0; outer < _view.Outer; outer++, gradInput += _view.Block, gradOutput += _view.Inner)
        {
            SpreadLoops.OverColumns(gradOutput, _view.Size, _view.Inner, _scale, gradInput, Accumulates[0]);
        }
    }
}
