using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>y[t] = x[0] + … + x[t] along an axis.</summary>
sealed unsafe class CumulativeSumOperation : Operation
{
    readonly AxisView _view;

    CumulativeSumOperation(Tensor input, int axis)
        : base(input) => _view = AxisView.Of(input.Shape, axis);

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the input's graph.</summary>
    public static Tensor Apply(Tensor input, int axis) => input.Graph.Apply(new CumulativeSumOperation(input, axis), input.Shape);

    public override long ScratchLength(bool training) => training ? _view.Inner : 0;

    public override bool BackwardReadsInput(int index) => false;

    public override void Forward(Workspace workspace)
    {
        var input = workspace.Value(Inputs[0]);
        var output = workspace.Value(Output);
        for (var outer = 0; outer < _view.Outer; outer++)
        {
            Elementwise.Copy(input, output, _view.Inner);
            for (var index = 1; index < _view.Size; index++)
            {
                var place = output + (nint)index * _view.Inner;
                Elementwise.Add(input + (nint)index * _view.Inner, place - _view.Inner, place, _view.Inner);
            }

            input += _view.Block;
            output += _view.Block;
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradOutput = workspace.Gradient(Output);
        var gradInput = workspace.Gradient(Inputs[0]);
        var sum = workspace.Scratch;
        for (var outer = 0; outer < _view.Outer; outer++)
        {
            Elementwise.Fill(sum, 0f, _view.Inner);
            for (var index = _view.Size - 1; index >= 0; index--)
            {
                var place = (nint)outer * _view.Block + (nint)index * _view.Inner;
                Elementwise.Accumulate(gradOutput + place, sum, _view.Inner);
                BlockLoops.Copy(1, _view.Inner, sum, _view.Inner, gradInput + place, _view.Inner, Accumulates[0]);
            }
        }
    }
}
