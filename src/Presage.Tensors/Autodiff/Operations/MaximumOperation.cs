using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>The largest number along an axis; the gradient goes to the first of equal ones.</summary>
/// <remarks>Kept for backward is its place on the axis. A NaN in the first place stays; later ones are passed over.</remarks>
sealed unsafe class MaximumOperation : Operation
{
    readonly AxisView _view;

    MaximumOperation(Tensor input, AxisView view)
        : base(input) => _view = view;

    public override bool CanOverwriteGradient => false;

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the input's graph.</summary>
    /// <param name="input">[outer…, size, inner…].</param>
    /// <param name="view">The input seen from the axis.</param>
    /// <param name="shape">The output's shape: outer × inner numbers.</param>
    public static Tensor Apply(Tensor input, AxisView view, Shape shape) => input.Graph.Apply(new MaximumOperation(input, view), shape);

    public override bool BackwardReadsInput(int index) => false;

    public override long SavedLength(bool training) => (long)_view.Outer * _view.Inner;

    public override void Forward(Workspace workspace)
    {
        var input = workspace.Value(Inputs[0]);
        var output = workspace.Value(Output);
        var places = workspace.Saved(this);
        for (var outer = 0; outer < _view.Outer; outer++, input += _view.Block, output += _view.Inner, places += _view.Inner)
        {
            MaximumLoops.OfColumns(input, _view.Size, _view.Inner, output, places);
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradOutput = workspace.Gradient(Output);
        var gradInput = workspace.Gradient(Inputs[0]);
        var places = workspace.Saved(this);
        for (var outer = 0; outer < _view.Outer; outer++, gradInput += _view.Block, gradOutput += _view.Inner, places += _view.Inner)
        {
            MaximumLoops.Scatter(gradOutput, places, _view.Inner, gradInput);
        }
    }
}
