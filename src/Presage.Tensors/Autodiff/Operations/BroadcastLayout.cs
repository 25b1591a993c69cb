using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>How two shapes combine: axes are aligned at the end, and an axis that is missing or of size 1 repeats.</summary>
/// <remarks>
/// Neighbouring axes along which the same operand repeats are one loop. The two innermost loops are a <see cref="BroadcastPlane"/> for a
/// kernel; the others, if there are any, choose among planes that lie one after another in the output.
/// </remarks>
sealed class BroadcastLayout
{
    readonly List<Loop> _loops = [];

    /// <param name="description">The operation and its shapes, for the error.</param>
    /// <param name="first">The first operand's shape.</param>
    /// <param name="second">The second operand's shape.</param>
    /// <exception cref="ArgumentException">An axis differs and neither size is 1.</exception>
    public BroadcastLayout(string description, Shape first, Shape second)
    {
        var rank = Math.Max(first.Rank, second.Rank);
        Span<int> sizes = stackalloc int[Shape.MaximumRank];
        for (var axis = 1; axis <= rank; axis++)
        {
            var (a, b) = (Size(first, axis), Size(second, axis));
            if (a != b && a != 1 && b != 1)
            {
                throw new ArgumentException($"{description}: {a} != {b}");
            }

            sizes[rank - axis] = Math.Max(a, b);
            Extend(a, b);
        }

        Output = new Shape(sizes[..rank]);
        FirstRepeats = first.Length != Output.Length;
        SecondRepeats = second.Length != Output.Length;
        Plane = TakePlane();
        Planes = 1;
        foreach (var loop in _loops)
        {
            Planes = checked(Planes * loop.Count);
        }
    }

    /// <summary>The shape of the result.</summary>
    public Shape Output { get; }

    public bool FirstRepeats { get; }

    public bool SecondRepeats { get; }

    /// <summary>The innermost two loops.</summary>
    public BroadcastPlane Plane { get; }

    /// <summary>The number of planes in the output.</summary>
    public int Planes { get; }

    /// <summary>Where the operands of a plane start.</summary>
    public (long First, long Second) Offsets(int plane)
    {
        var (first, second) = (0L, 0L);
        for (var index = 0; index < _loops.Count; index++)
        {
            var loop = _loops[index];
            (plane, var place) = Math.DivRem(plane, loop.Count);
            first += place * loop.First;
            second += place * loop.Second;
        }

        return (first, second);
    }

    static int Size(Shape shape, int axisFromEnd) => axisFromEnd <= shape.Rank ? shape[shape.Rank - axisFromEnd] : 1;

    /// <summary>Adds the next axis outward, to the outermost loop if both operands go on there as they did.</summary>
    void Extend(int first, int second)
    {
        var size = Math.Max(first, second);
        if (size == 1)
        {
            return;
        }

        var inner = _loops.Count == 0 ? new Loop(1, 0, 0, 1, 1) : _loops[^1];
        var added = new Loop(
            size, first == 1 ? 0 : inner.FirstEnd, second == 1 ? 0 : inner.SecondEnd, inner.FirstEnd * first, inner.SecondEnd * second);
        if (_loops.Count > 0 && inner.First == 0 == (added.First == 0) && inner.Second == 0 == (added.Second == 0))
        {
            _loops[^1] = inner with { Count = checked(inner.Count * size), FirstEnd = added.FirstEnd, SecondEnd = added.SecondEnd };
        }
        else
        {
            _loops.Add(added);
        }
    }

    /// <summary>Removes the two innermost loops.</summary>
    BroadcastPlane TakePlane()
    {
        var columns = _loops.Count > 0 ? _loops[0] : new Loop(1, 1, 1, 1, 1);
        var rows = _loops.Count > 1 ? _loops[1] : new Loop(1, 0, 0, 0, 0);
        _loops.RemoveRange(0, Math.Min(2, _loops.Count));
        return new BroadcastPlane(
            rows.Count, columns.Count, checked((int)rows.First), (int)columns.First, checked((int)rows.Second), (int)columns.Second);
    }

    /// <summary>A loop, the operands' steps in it, and their lengths up to its end.</summary>
    readonly record struct Loop(int Count, long First, long Second, long FirstEnd, long SecondEnd);
}
