using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Presage.Tensors.Autodiff;

/// <summary>The sizes of a tensor's axes, outermost first; rows are contiguous (row-major, no strides).</summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest number of axes.</summary>
    public const int MaximumRank = 6;

    readonly Sizes _sizes;

    /// <summary>Creates a shape.</summary>
    /// <param name="sizes">One to six sizes, each at least 1.</param>
    /// <exception cref="ArgumentException">There are none or more than six sizes, or one is below 1.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length is 0 or > MaximumRank)
        {
            throw new ArgumentException($"Shape: {sizes.Length} axes; from 1 to {MaximumRank} are possible.");
        }

        Rank = sizes.Length;
        var length = 1L;
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] < 1)
            {
                throw new ArgumentException($"Shape: axis {axis} has size {sizes[axis]}; at least 1 is needed.");
            }

            _sizes[axis] = sizes[axis];
            length *= sizes[axis];
        }

        Length = length;
    }

    /// <summary>The number of axes.</summary>
    public int Rank { get; }

    /// <summary>The number of values: the product of the sizes.</summary>
    public long Length { get; }

    /// <summary>The size of the last axis.</summary>
    public int Last => this[Rank - 1];

    /// <summary>The size of an axis; a negative index counts from the end.</summary>
    public int this[int axis] => _sizes[Axis(axis)];

    /// <summary>Compares sizes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Compares sizes.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Turns an axis that may count from the end into one that counts from the start.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public int Axis(int axis)
    {
        var index = axis < 0 ? axis + Rank : axis;
        return (uint)index < (uint)Rank ? index : throw new ArgumentException($"Shape {this}: no axis {axis}.");
    }

    /// <summary>The product of the sizes from one axis to another.</summary>
    /// <param name="startAxis">The first axis.</param>
    /// <param name="endAxis">The axis after the last.</param>
    public long Product(int startAxis, int endAxis)
    {
        var product = 1L;
        for (var axis = startAxis; axis < endAxis; axis++)
        {
            product *= _sizes[axis];
        }

        return product;
    }

    /// <summary>The same shape with one axis resized.</summary>
    public Shape With(int axis, int size)
    {
        Span<int> sizes = stackalloc int[MaximumRank];
        CopyTo(sizes);
        sizes[Axis(axis)] = size;
        return new Shape(sizes[..Rank]);
    }

    /// <summary>The same shape without one axis; [1] remains of a shape with a single axis.</summary>
    public Shape Without(int axis)
    {
        Span<int> sizes = stackalloc int[MaximumRank];
        var removed = Axis(axis);
        var rank = 0;
        for (var index = 0; index < Rank; index++)
        {
            if (index != removed)
            {
                sizes[rank++] = _sizes[index];
            }
        }

        return rank == 0 ? new Shape(1) : new Shape(sizes[..rank]);
    }

    /// <summary>Copies the sizes, outermost first.</summary>
    public void CopyTo(Span<int> sizes)
    {
        for (var axis = 0; axis < Rank; axis++)
        {
            sizes[axis] = _sizes[axis];
        }
    }

    /// <inheritdoc />
    public bool Equals(Shape other)
    {
        if (Rank != other.Rank)
        {
            return false;
        }

        for (var axis = 0; axis < Rank; axis++)
        {
            if (_sizes[axis] != other._sizes[axis])
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc />
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (var axis = 0; axis < Rank; axis++)
        {
            hash.Add(_sizes[axis]);
        }

        return hash.ToHashCode();
    }

    /// <summary>The sizes in brackets: [8, 96, 64].</summary>
    public override string ToString()
    {
        var sizes = new int[Rank];
        CopyTo(sizes);
        return $"[{string.Join(", ", sizes)}]";
    }

    [InlineArray(MaximumRank)]
    struct Sizes
    {
        int _first;
    }
}
