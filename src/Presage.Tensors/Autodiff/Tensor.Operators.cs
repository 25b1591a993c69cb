using Presage.Tensors.Autodiff.Operations;

namespace Presage.Tensors.Autodiff;

/// <content>Arithmetic. Axes are aligned at the end; one that is missing or of size 1 repeats: [B, T, F] + [F] * [B, T, 1].</content>
public sealed partial class Tensor
{
    /// <summary>left + right.</summary>
    /// <exception cref="ArgumentException">An axis differs and neither size is 1; so for all of these.</exception>
    public static Tensor operator +(Tensor left, Tensor right) => left.Add(right);

    /// <summary>left - right.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => left.Subtract(right);

    /// <summary>left × right, number by number; <see cref="MatMul"/> is the matrix product.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => left.Multiply(right);

    /// <summary>left / right.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => left.Divide(right);

    /// <summary>-operand.</summary>
    public static Tensor operator -(Tensor operand) => operand.Negate();

    /// <summary>left + right.</summary>
    public static Tensor operator +(Tensor left, float right) => left.Scale(1f, right);

    /// <summary>left + right.</summary>
    public static Tensor operator +(float left, Tensor right) => right.Scale(1f, left);

    /// <summary>left - right.</summary>
    public static Tensor operator -(Tensor left, float right) => left.Scale(1f, -right);

    /// <summary>left - right.</summary>
    public static Tensor operator -(float left, Tensor right) => right.Scale(-1f, left);

    /// <summary>left × right.</summary>
    public static Tensor operator *(Tensor left, float right) => left.Scale(right);

    /// <summary>left × right.</summary>
    public static Tensor operator *(float left, Tensor right) => right.Scale(left);

    /// <summary>left / right, as left × (1/right).</summary>
    public static Tensor operator /(Tensor left, float right) => left.Scale(1f / right);

    /// <summary>left / right.</summary>
    public static Tensor operator /(float left, Tensor right) => right.Reciprocal().Scale(left);

    /// <summary>The sum.</summary>
    public Tensor Add(Tensor other) => BinaryOperation<BinaryFunctions.Add>.Apply(this, other);

    /// <summary>The difference.</summary>
    public Tensor Subtract(Tensor other) => BinaryOperation<BinaryFunctions.Subtract>.Apply(this, other);

    /// <summary>The product, number by number.</summary>
    public Tensor Multiply(Tensor other) => BinaryOperation<BinaryFunctions.Multiply>.Apply(this, other);

    /// <summary>The quotient.</summary>
    public Tensor Divide(Tensor other) => BinaryOperation<BinaryFunctions.Divide>.Apply(this, other);

    /// <summary>The smaller of two numbers; where they are equal the gradient goes to this one.</summary>
    public Tensor Minimum(Tensor other) => BinaryOperation<BinaryFunctions.Minimum>.Apply(this, other);

    /// <summary>The larger of two numbers; where they are equal the gradient goes to this one.</summary>
    public Tensor Maximum(Tensor other) => BinaryOperation<BinaryFunctions.Maximum>.Apply(this, other);

    /// <summary>The same numbers with the other sign.</summary>
    public Tensor Negate() => Scale(-1f);

    /// <summary>factor × x + offset.</summary>
    public Tensor Scale(float factor, float offset = 0f) => UnaryOperation.Apply(this, UnaryFunction.Scale(factor, offset));
}
