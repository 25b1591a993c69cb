using Presage.Tensors.Autodiff.Operations;

namespace Presage.Tensors.Autodiff;

/// <content>Sums, means and maxima. A negative axis counts from the end; with keepAxis the axis stays with size 1.</content>
public sealed partial class Tensor
{
    /// <summary>The sum of all numbers.</summary>
    /// <returns>[1].</returns>
    public Tensor Sum() => SumOperation.Apply(this, AxisView.All(Shape), 1f, new Shape(1));

    /// <summary>The sum over an axis.</summary>
    public Tensor Sum(int axis, bool keepAxis = false) => SumOperation.Apply(this, AxisView.Of(Shape, axis), 1f, Reduced(axis, keepAxis));

    /// <summary>The mean of all numbers.</summary>
    /// <returns>[1].</returns>
    public Tensor Mean() => SumOperation.Apply(this, AxisView.All(Shape), 1f / Shape.Length, new Shape(1));

    /// <summary>The mean over an axis.</summary>
    public Tensor Mean(int axis, bool keepAxis = false) =>
        SumOperation.Apply(this, AxisView.Of(Shape, axis), 1f / Shape[axis], Reduced(axis, keepAxis));

    /// <summary>The population variance over an axis: the mean square of the deviation from the mean.</summary>
    public Tensor Variance(int axis, bool keepAxis = false) => (this - Mean(axis, keepAxis: true)).Square().Mean(axis, keepAxis);

    /// <summary>The largest of all numbers; the gradient goes to the first of equal ones.</summary>
    /// <returns>[1].</returns>
    public Tensor Max() => MaximumOperation.Apply(this, AxisView.All(Shape), new Shape(1));

    /// <summary>The largest number of an axis; the gradient goes to the first of equal ones.</summary>
    public Tensor Max(int axis, bool keepAxis = false) => MaximumOperation.Apply(this, AxisView.Of(Shape, axis), Reduced(axis, keepAxis));

    /// <summary>y[t] = x[0] + … + x[t] along an axis.</summary>
    public Tensor CumulativeSum(int axis) => CumulativeSumOperation.Apply(this, axis);

    Shape Reduced(int axis, bool keepAxis) => keepAxis ? Shape.With(axis, 1) : Shape.Without(axis);
}
