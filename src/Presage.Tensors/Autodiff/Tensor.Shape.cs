using Presage.Tensors.Autodiff.Operations;

namespace Presage.Tensors.Autodiff;

/// <content>Shapes and selections. A negative axis counts from the end; every end is exclusive.</content>
public sealed partial class Tensor
{
    /// <summary>Tensors one after another along an axis.</summary>
    /// <exception cref="ArgumentException">There is none, or two differ beside the axis.</exception>
    public static Tensor Concat(int axis, params ReadOnlySpan<Tensor> tensors) => ConcatOperation.Apply(axis, tensors);

    /// <summary>Tensors of one shape along a new axis.</summary>
    /// <param name="axis">The place of the new axis in the result; a negative one counts from the result's end.</param>
    /// <param name="tensors">At least one.</param>
    /// <exception cref="ArgumentException">There is none, or two differ.</exception>
    public static Tensor Stack(int axis, params ReadOnlySpan<Tensor> tensors)
    {
        var parts = new Tensor[tensors.Length];
        for (var index = 0; index < parts.Length; index++)
        {
            parts[index] = tensors[index].Unsqueeze(axis);
        }

        return ConcatOperation.Apply(axis, parts);
    }

    /// <summary>The same numbers in the same order under other sizes; nothing is copied.</summary>
    /// <param name="sizes">The sizes; one of them may be -1 and follows from the others.</param>
    /// <exception cref="ArgumentException">The number of values differs.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> sizes)
    {
        var open = sizes.IndexOf(-1);
        if (open < 0)
        {
            return Reshape(new Shape(sizes));
        }

        Span<int> known = stackalloc int[sizes.Length];
        sizes.CopyTo(known);
        known[open] = 1;
        var rest = new Shape(known).Length;
        if (Shape.Length % rest != 0)
        {
            var wanted = string.Join(", ", sizes.ToArray());
            throw new ArgumentException($"Reshape: {Shape} to [{wanted}]: {Shape.Length} is not a multiple of {rest}.");
        }

        known[open] = checked((int)(Shape.Length / rest));
        return Reshape(new Shape(known));
    }

    /// <summary>The same numbers in the same order under another shape; nothing is copied.</summary>
    /// <exception cref="ArgumentException">The number of values differs.</exception>
    public Tensor Reshape(Shape shape) => shape == Shape ? this : Graph.View(this, shape);

    /// <summary>The same numbers with an axis of size 1 more.</summary>
    /// <param name="axis">Its place in the result; a negative one counts from the result's end.</param>
    public Tensor Unsqueeze(int axis)
    {
        Span<int> sizes = stackalloc int[Shape.MaximumRank + 1];
        sizes.Fill(1);
        var place = axis < 0 ? axis + Shape.Rank + 1 : axis;
        if (place < 0 || place > Shape.Rank)
        {
            throw new ArgumentException($"Unsqueeze: {Shape}: no place {axis}.");
        }

        for (var index = 0; index < Shape.Rank; index++)
        {
            sizes[index < place ? index : index + 1] = Shape[index];
        }

        return Reshape(new Shape(sizes[..(Shape.Rank + 1)]));
    }

    /// <summary>Two axes exchanged.</summary>
    public Tensor Transpose(int firstAxis, int secondAxis)
    {
        Span<int> axes = stackalloc int[Shape.Rank];
        for (var axis = 0; axis < axes.Length; axis++)
        {
            axes[axis] = axis;
        }

        (axes[Shape.Axis(firstAxis)], axes[Shape.Axis(secondAxis)]) = (Shape.Axis(secondAxis), Shape.Axis(firstAxis));
        return Permute(axes);
    }

    /// <summary>The axes in another order.</summary>
    /// <param name="axes">For each axis of the result one of this tensor.</param>
    /// <exception cref="ArgumentException">Not every axis is named once.</exception>
    public Tensor Permute(params ReadOnlySpan<int> axes) => PermuteOperation.Apply(this, axes);

    /// <summary>A range of an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first place; a negative one counts from the end.</param>
    /// <param name="end">The place after the last; a negative one counts from the end.</param>
    /// <param name="step">Every how-manieth place; at least 1.</param>
    /// <exception cref="ArgumentException">The range is empty or beyond the axis.</exception>
    public Tensor Slice(int axis, int start, int end, int step = 1)
    {
        var size = Shape[axis];
        var (first, last) = (start < 0 ? start + size : start, end < 0 ? end + size : end);
        if (first < 0 || last > size || first >= last || step < 1)
        {
            throw new ArgumentException($"Slice: {start} to {end} by {step} of axis {axis} in {Shape}.");
        }

        var count = (last - first + step - 1) / step;
        return count == size ? this : Select(axis, count, place => first + place * step);
    }

    /// <summary>A range of an axis, as <c>x.Slice(1, ^3..)</c>.</summary>
    /// <exception cref="ArgumentException">The range is empty or beyond the axis.</exception>
    public Tensor Slice(int axis, Range range)
    {
        var size = Shape[axis];
        var (start, end) = (range.Start.GetOffset(size), range.End.GetOffset(size));
        return start >= 0 && end <= size && start < end
            ? Slice(axis, start, end)
            : throw new ArgumentException($"Slice: {range} of axis {axis} in {Shape}.");
    }

    /// <summary>Each place of an axis several times in a row.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="times">At least 1.</param>
    /// <exception cref="ArgumentException">times is below 1.</exception>
    public Tensor Repeat(int axis, int times)
    {
        if (times < 1)
        {
            throw new ArgumentException($"Repeat: {Shape} {times} times; at least 1 is needed.");
        }

        return times == 1 ? this : Select(axis, checked(Shape[axis] * times), place => place / times);
    }

    /// <summary>The numbers repeated along every axis that is missing or of size 1, up to a shape.</summary>
    /// <exception cref="ArgumentException">An axis differs and is not of size 1.</exception>
    public Tensor Expand(Shape shape)
    {
        if (shape.Rank < Shape.Rank || new BroadcastLayout($"Expand: {Shape} to {shape}", Shape, shape).Output != shape)
        {
            throw new ArgumentException($"Expand: {Shape} to {shape}.");
        }

        var result = this;
        while (result.Shape.Rank < shape.Rank)
        {
            result = result.Unsqueeze(0);
        }

        for (var axis = 0; axis < shape.Rank; axis++)
        {
            result = result.Shape[axis] == shape[axis] ? result : result.Repeat(axis, shape[axis]);
        }

        return result;
    }

    /// <summary>An axis made longer at its ends.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="before">Places added before the first.</param>
    /// <param name="after">Places added after the last.</param>
    /// <param name="mode">What stands in them.</param>
    /// <param name="constant">The constant of that mode.</param>
    /// <exception cref="ArgumentException">before or after is negative, or larger than the axis in circular mode.</exception>
    public Tensor Pad(int axis, int before, int after, PadMode mode = PadMode.Constant, float constant = 0f)
    {
        var size = Shape[axis];
        if (before < 0 || after < 0 || (mode == PadMode.Circular && Math.Max(before, after) > size))
        {
            throw new ArgumentException($"Pad: {before} and {after} at axis {axis} of {Shape}, {mode}.");
        }

        return before + after == 0
            ? this
            : Select(axis, checked(before + size + after), place => Source(place - before, size, mode), constant);
    }

    /// <summary>Chosen places of an axis, in any order and number.</summary>
    /// <exception cref="ArgumentException">There is no such place.</exception>
    public Tensor Gather(int axis, params ReadOnlySpan<int> places) => SelectOperation.Apply(this, axis, places);

    /// <summary>Rows of this table, chosen by numbers known when the graph runs: an embedding.</summary>
    /// <param name="indices">[any…], whole numbers from 0 to V - 1; others throw when the graph runs.</param>
    /// <returns>[any…, E] for a table of [V, E].</returns>
    public Tensor GatherRows(Tensor indices) => GatherRowsOperation.Apply(this, indices);

    /// <summary>An axis in reverse.</summary>
    public Tensor Flip(int axis)
    {
        var last = Shape[axis] - 1;
        return Select(axis, last + 1, place => last - place);
    }

    /// <summary>The same numbers as if they were constant: no gradient passes.</summary>
    public Tensor StopGradient() => NeedsGradient ? Graph.ViewWithoutGradient(this) : this;

    static int Source(int place, int size, PadMode mode) => mode switch
    {
        PadMode.Replicate => Math.Clamp(place, 0, size - 1),
        PadMode.Circular => (place + size) % size,
        _ => place >= 0 && place < size ? place : SelectOperation.Nothing,
    };

    Tensor Select(int axis, int count, Func<int, int> place, float constant = 0f)
    {
        var places = new int[count];
        for (var index = 0; index < count; index++)
        {
            places[index] = place(index);
        }

        return SelectOperation.Apply(this, axis, places, constant);
    }
}
