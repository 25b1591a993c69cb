using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Axes in another order.</summary>
/// <remarks>
/// Axes that stay side by side are one. If the last stays last, rows are copied; otherwise planes of the input's and the output's last axes
/// are transposed in tiles.
/// </remarks>
sealed unsafe class PermuteOperation : Operation
{
    readonly List<Loop> _loops = [];
    readonly Loop _row;
    readonly Loop _column;
    readonly bool _transposes;
    readonly int _blocks = 1;

    PermuteOperation(Tensor input, ReadOnlySpan<int> axes)
        : base(input)
    {
        var inputStride = new long[Shape.MaximumRank];
        var stride = 1L;
        for (var axis = input.Shape.Rank - 1; axis >= 0; axis--)
        {
            inputStride[axis] = stride;
            stride *= input.Shape[axis];
        }

        stride = 1L;
        for (var place = axes.Length - 1; place >= 0; place--)
        {
            var (size, source) = (input.Shape[axes[place]], inputStride[axes[place]]);
            if (size > 1 && _loops.Count > 0 && source == _loops[^1].Source * _loops[^1].Count)
            {
                _loops[^1] = _loops[^1] with { Count = _loops[^1].Count * size };
            }
            else if (size > 1)
            {
                _loops.Add(new Loop(size, source, stride));
            }

            stride *= size;
        }

        // The column loop is contiguous in the input; the row loop is another, contiguous in the output if planes are transposed.
        _column = Take(loop => loop.Source == 1);
        _transposes = _column.Target != 1;
        _row = _transposes ? Take(loop => loop.Target == 1) : Take(_ => true);
        foreach (var loop in _loops)
        {
            _blocks = checked(_blocks * loop.Count);
        }
    }

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the input's graph.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="axes">Which axis of the input stands in each place of the output.</param>
    /// <exception cref="ArgumentException">Not every axis stands in one place.</exception>
    public static Tensor Apply(Tensor input, ReadOnlySpan<int> axes)
    {
        Span<int> sizes = stackalloc int[Shape.MaximumRank];
        Span<int> order = stackalloc int[Shape.MaximumRank];
        var seen = 0;
        for (var place = 0; place < axes.Length && place < input.Shape.Rank; place++)
        {
            order[place] = input.Shape.Axis(axes[place]);
            sizes[place] = input.Shape[order[place]];
            seen |= 1 << order[place];
        }

        if (axes.Length != input.Shape.Rank || seen != (1 << axes.Length) - 1)
        {
            throw new ArgumentException($"Permute: {input.Shape} by [{string.Join(", ", axes.ToArray())}]; each axis is needed once.");
        }

        return input.Graph.Apply(new PermuteOperation(input, order[..axes.Length]), new Shape(sizes[..axes.Length]));
    }

    public override bool BackwardReadsInput(int index) => false;

    public override void Forward(Workspace workspace)
    {
        var input = workspace.Value(Inputs[0]);
        var output = workspace.Value(Output);
        for (var block = 0; block < _blocks; block++)
        {
            var (source, target) = Offsets(block);
            if (_transposes)
            {
                BlockLoops.Transpose(
                    _row.Count, _column.Count, input + source, _row.Source, output + target, _column.Target, accumulate: false);
            }
            else
            {
                BlockLoops.Copy(_row.Count, _column.Count, input + source, _row.Source, output + target, _row.Target, accumulate: false);
            }
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradOutput = workspace.Gradient(Output);
        var gradInput = workspace.Gradient(Inputs[0]);
        for (var block = 0; block < _blocks; block++)
        {
            var (source, target) = Offsets(block);
            if (_transposes)
            {
                BlockLoops.Transpose(
                    _column.Count, _row.Count, gradOutput + target, _column.Target, gradInput + source, _row.Source, Accumulates[0]);
            }
            else
            {
                BlockLoops.Copy(
                    _row.Count, _column.Count, gradOutput + target, _row.Target, gradInput + source, _row.Source, Accumulates[0]);
            }
        }
    }

    /// <summary>Removes a loop; a single pass stands for one that is missing.</summary>
    Loop Take(Predicate<Loop> wanted)
    {
        var index = _loops.FindIndex(wanted);
        if (index < 0)
        {
            return new Loop(1, 1, 1);
        }

        var loop = _loops[index];
        _loops.RemoveAt(index);
        return loop;
    }

    (long Source, long Target) Offsets(int block)
    {
        var (source, target) = (0L, 0L);
        for (var index = 0; index < _loops.Count; index++)
        {
            (block, var place) = Math.DivRem(block, _loops[index].Count);
            source += place * _loops[index].Source;
            target += place * _loops[index].Target;
        }

        return (source, target);
    }

    /// <summary>A loop over one or more axes, and its steps in the input and the output.</summary>
    readonly record struct Loop(int Count, long Source, long Target);
}
