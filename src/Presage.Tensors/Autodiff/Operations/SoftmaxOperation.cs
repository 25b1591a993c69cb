using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>The softmax of the last axis, or its logarithm.</summary>
sealed unsafe class SoftmaxOperation : Operation
{
    readonly bool _logarithm;
    readonly int _rows;
    readonly int _columns;

    SoftmaxOperation(Tensor input, bool logarithm)
        : base(input)
    {
        _logarithm = logarithm;
        _columns = input.Shape.Last;
        _rows = checked((int)(input.Shape.Length / _columns));
    }

    public override string Name => _logarithm ? "LogSoftmax" : "Softmax";

    /// <summary>Adds the operation to the input's graph.</summary>
    public static Tensor Apply(Tensor input, bool logarithm) => input.Graph.Apply(new SoftmaxOperation(input, logarithm), input.Shape);

    public override bool BackwardReadsInput(int index) => false;

    public override void Forward(Workspace workspace)
    {
        var input = workspace.Value(Inputs[0]);
        var output = workspace.Value(Output);
        if (_logarithm)
        {
            LogSoftmaxLoops.Forward(input, output, _rows, _columns);
        }
        else
        {
            Rows.Softmax(input, output, _rows, _columns);
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradOutput = workspace.Gradient(Output);
        var output = workspace.Value(Output);
        var gradInput = workspace.Gradient(Inputs[0]);
        if (_logarithm)
        {
            LogSoftmaxLoops.Backward(gradOutput, output, gradInput, _rows, _columns, Accumulates[0]);
        }
        else
        {
            Rows.SoftmaxBackward(gradOutput, output, gradInput, _rows, _columns, 1f, Accumulates[0]);
        }
    }
}
