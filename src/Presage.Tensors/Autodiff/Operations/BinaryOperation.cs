using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>y = f(a, b), number by number; axes of size 1 and missing leading axes repeat.</summary>
sealed unsafe class BinaryOperation<TFunction> : Operation
    where TFunction : struct, IBinaryFunction
{
    readonly BroadcastLayout _layout;

    BinaryOperation(Tensor first, Tensor second, BroadcastLayout layout)
        : base(first, second) => _layout = layout;

    public override string Name => TFunction.Name;

    public override bool BackwardReadsOutput => BackwardReads(Operands.Output);

    /// <summary>Adds the operation to the inputs' graph.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor first, Tensor second)
    {
        var layout = new BroadcastLayout($"{TFunction.Name}: {first.Shape} {TFunction.Symbol} {second.Shape}", first.Shape, second.Shape);
        return first.Graph.Apply(new BinaryOperation<TFunction>(first, second, layout), layout.Output);
    }

    public override bool BackwardReadsInput(int index) => BackwardReads(index == 0 ? Operands.First : Operands.Second);

    public override void Forward(Workspace workspace)
    {
        var a = workspace.Value(Inputs[0]);
        var b = workspace.Value(Inputs[1]);
        var output = workspace.Value(Output);
        var plane = _layout.Plane;
        for (var index = 0; index < _layout.Planes; index++, output += (nint)plane.Rows * plane.Columns)
        {
            var (first, second) = _layout.Offsets(index);
            BinaryLoops.Forward<TFunction>(plane, a + first, b + second, output);
        }
    }

    public override void Backward(Workspace workspace)
    {
        if (NeedsGradient(0))
        {
            Backward(workspace, 0, _layout.FirstRepeats);
        }

        if (NeedsGradient(1))
        {
            Backward(workspace, 1, _layout.SecondRepeats);
        }
    }

    bool BackwardReads(Operands operand) =>
        (NeedsGradient(0) && TFunction.FirstReads.HasFlag(operand)) || (NeedsGradient(1) && TFunction.SecondReads.HasFlag(operand));

    void Backward(Workspace workspace, int operand, bool repeats)
    {
        var target = workspace.Gradient(Inputs[operand]);
        var accumulate = Accumulates[operand];
        if (repeats && !accumulate)
        {
            Elementwise.Fill(target, 0f, (int)Inputs[operand].Shape.Length);
            accumulate = true;
        }

        var a = workspace.Value(Inputs[0]);
        var b = workspace.Value(Inputs[1]);
        var output = workspace.Value(Output);
        var gradient = workspace.Gradient(Output);
        var plane = _layout.Plane;
        for (var index = 0; index < _layout.Planes; index++)
        {
            var (first, second) = _layout.Offsets(index);
            if (operand == 0)
            {
                BinaryLoops.BackwardFirst<TFunction>(plane, gradient, a + first, b + second, output, target + first, accumulate);
            }
            else
            {
                BinaryLoops.BackwardSecond<TFunction>(plane, gradient, a + first, b + second, output, target + second, accumulate);
            }

            gradient += (nint)plane.Rows * plane.Columns;
            output += (nint)plane.Rows * plane.Columns;
        }
    }
}
