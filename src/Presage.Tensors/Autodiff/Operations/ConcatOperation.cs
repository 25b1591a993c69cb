using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Tensors one after another along an axis.</summary>
sealed unsafe class ConcatOperation : Operation
{
    readonly int _outer;
    readonly int[] _blocks;
    readonly int _block;

    ConcatOperation(Tensor[] inputs, int axis)
        : base(inputs)
    {
        _outer = AxisView.Of(inputs[0].Shape, axis).Outer;
        _blocks = [.. inputs.Select(input => AxisView.Of(input.Shape, axis).Block)];
        _block = _blocks.Sum();
    }

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the inputs' graph.</summary>
    /// <exception cref="ArgumentException">Another axis differs.</exception>
    public static Tensor Apply(int axis, ReadOnlySpan<Tensor> inputs)
    {
        if (inputs.Length == 0)
        {
            throw new ArgumentException("Concat: no tensors.");
        }

        var shape = inputs[0].Shape;
        var size = shape[axis];
        foreach (var input in inputs[1..])
        {
            if (input.Shape.Rank != shape.Rank || input.Shape.With(axis, 1) != shape.With(axis, 1))
            {
                throw new ArgumentException($"Concat: {shape} and {input.Shape} differ beside axis {axis}.");
            }

            size += input.Shape[axis];
        }

        return inputs.Length == 1 ? inputs[0] : inputs[0].Graph.Apply(new ConcatOperation(inputs.ToArray(), axis), shape.With(axis, size));
    }

    public override bool BackwardReadsInput(int index) => false;

    public override void Forward(Workspace workspace)
    {
        var output = workspace.Value(Output);
        for (var index = 0; index < _blocks.Length; index++)
        {
            BlockLoops.Copy(_outer, _blocks[index], workspace.Value(Inputs[index]), _blocks[index], output, _block, accumulate: false);
            output += _blocks[index];
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradOutput = workspace.Gradient(Output);
        for (var index = 0; index < _blocks.Length; index++)
        {
            if (NeedsGradient(index))
            {
                BlockLoops.Copy(
                    _outer, _blocks[index], gradOutput, _block, workspace.Gradient(Inputs[index]), _blocks[index], Accumulates[index]);
            }

            gradOutput += _blocks[index];
        }
    }
}
