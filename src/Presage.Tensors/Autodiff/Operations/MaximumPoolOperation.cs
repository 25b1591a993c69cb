using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>The largest number of each window of an axis; the gradient goes to the first of equal ones.</summary>
/// <remarks>Kept for backward is its place in the window.</remarks>
sealed unsafe class MaximumPoolOperation : Operation
{
    readonly AxisView _view;
    readonly PoolWindows _windows;

    MaximumPoolOperation(Tensor input, AxisView view, PoolWindows windows)
        : base(input)
    {
        _view = view;
        _windows = windows;
    }

    public override bool CanOverwriteGradient => false;

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the input's graph.</summary>
    public static Tensor Apply(Tensor input, int axis, PoolWindows windows) => input.Graph.Apply(
        new MaximumPoolOperation(input, AxisView.Of(input.Shape, axis), windows), input.Shape.With(axis, windows.Count));

    public override bool BackwardReadsInput(int index) => false;

    public override long SavedLength(bool training) => (long)_view.Outer * _windows.Count * _view.Inner;

    public override void Forward(Workspace workspace)
    {
        var input = workspace.Value(Inputs[0]);
        var output = workspace.Value(Output);
        var places = workspace.Saved(this);
        for (var outer = 0; outer < _view.Outer; outer++, input += _view.Block)
        {
            for (var window = 0; window < _windows.Count; window++, output += _view.Inner, places += _view.Inner)
            {
                var (start, count) = _windows.At(window, _view.Size);
                MaximumLoops.OfColumns(input + (nint)start * _view.Inner, count, _view.Inner, output, places);
            }
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradOutput = workspace.Gradient(Output);
        var gradInput = workspace.Gradient(Inputs[0]);
        var places = workspace.Saved(this);
        for (var outer = 0; outer < _view.Outer; outer++, gradInput += _view.Block)
        {
            for (var window = 0; window < _windows.Count; window++, gradOutput += _view.Inner, places += _view.Inner)
            {
                var (start, _) = _windows.At(window, _view.Size);
                MaximumLoops.Scatter(gradOutput, places, _view.Inner, gradInput + (nint)start * _view.Inner);
            }
        }
    }
}
