using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>The mean of each window of an axis; of a window that reaches beyond an end, the mean of what lies inside.</summary>
sealed unsafe class AveragePoolOperation : Operation
{
    readonly AxisView _view;
    readonly PoolWindows _windows;

    AveragePoolOperation(Tensor input, AxisView view, PoolWindows windows)
        : base(input)
    {
        _view = view;
        _windows = windows;
    }

    public override bool CanOverwriteGradient => false;

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the input's graph.</summary>
    public static Tensor Apply(Tensor input, int axis, PoolWindows windows) => input.Graph.Apply(
        new AveragePoolOperation(input, AxisView.Of(input.Shape, axis), windows), input.Shape.With(axis, windows.Count));

    public override bool BackwardReadsInput(int index) => false;

    public override void Forward(Workspace workspace)
    {
        var input = workspace.Value(Inputs[0]);
        var output = workspace.Value(Output);
        for (var outer = 0; outer < _view.Outer; outer++, input += _view.Block)
        {
            for (var window = 0; window < _windows.Count; window++, output += _view.Inner)
            {
                var (start, count) = _windows.At(window, _view.Size);
                Reductions.ColumnSum(input + (nint)start * _view.Inner, count, _view.Inner, _view.Inner, output, accumulate: false);
                Elementwise.Scale(output, 1f / count, output, _view.Inner);
            }
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradOutput = workspace.Gradient(Output);
        var gradInput = workspace.Gradient(Inputs[0]);
        for (var outer = 0; outer < _view.Outer; outer++, gradInput += _view.Block)
        {
            for (var window = 0; window < _windows.Count; window++, gradOutput += _view.Inner)
            {
                var (start, count) = _windows.At(window, _view.Size);
                var target = gradInput + (nint)start * _view.Inner;
                SpreadLoops.OverColumns(gradOutput, count, _view.Inner, 1f / count, target, accumulate: true);
            }
        }
    }
}
