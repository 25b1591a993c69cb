namespace Presage.Tensors.Autodiff.Operations;

/// <summary>A shape seen from one axis: [outer, size, inner].</summary>
readonly record struct AxisView(int Outer, int Size, int Inner)
{
    public static AxisView Of(Shape shape, int axis)
    {
        var index = shape.Axis(axis);
        return new AxisView(checked((int)shape.Product(0, index)), shape[index], checked((int)shape.Product(index + 1, shape.Rank)));
    }

    /// <summary>The whole shape as one axis.</summary>
    public static AxisView All(Shape shape) => new(1, checked((int)shape.Length), 1);

    /// <summary>The numbers of one outer index.</summary>
    public int Block => Size * Inner;
}
