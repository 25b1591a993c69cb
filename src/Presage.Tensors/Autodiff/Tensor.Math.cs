using Presage.Tensors.Autodiff.Operations;

namespace Presage.Tensors.Autodiff;

/// <content>Functions of each number.</content>
public sealed partial class Tensor
{
    /// <summary>e^x.</summary>
    public Tensor Exp() => UnaryOperation.Apply(this, UnaryFunction.Exp);

    /// <summary>The natural logarithm; negative infinity at 0, NaN below.</summary>
    public Tensor Log() => UnaryOperation.Apply(this, UnaryFunction.Log);

    /// <summary>√x; NaN below 0. The derivative at 0 is taken as 0.</summary>
    public Tensor Sqrt() => UnaryOperation.Apply(this, UnaryFunction.Sqrt);

    /// <summary>x².</summary>
    public Tensor Square() => UnaryOperation.Apply(this, UnaryFunction.Square);

    /// <summary>1/x.</summary>
    public Tensor Reciprocal() => UnaryOperation.Apply(this, UnaryFunction.Reciprocal);

    /// <summary>|x|; the derivative at 0 is 0.</summary>
    public Tensor Abs() => UnaryOperation.Apply(this, UnaryFunction.Abs);

    /// <summary>x between two bounds; no gradient passes where a bound holds it.</summary>
    /// <exception cref="ArgumentException">The minimum is above the maximum.</exception>
    public Tensor Clamp(float minimum, float maximum) =>
        minimum <= maximum
            ? UnaryOperation.Apply(this, UnaryFunction.Clamp(minimum, maximum))
            : throw new ArgumentException($"Clamp: the minimum {minimum} is above the maximum {maximum}.");

    /// <summary>The hyperbolic tangent.</summary>
    public Tensor Tanh() => UnaryOperation.Apply(this, UnaryFunction.Tanh);

    /// <summary>1/(1 + e^-x).</summary>
    public Tensor Sigmoid() => UnaryOperation.Apply(this, UnaryFunction.Sigmoid);

    /// <summary>max(x, 0); the derivative at 0 is 0.</summary>
    public Tensor Relu() => UnaryOperation.Apply(this, UnaryFunction.Relu);

    /// <summary>x where it is positive, slope × x elsewhere.</summary>
    public Tensor LeakyRelu(float slope = 0.01f) => UnaryOperation.Apply(this, UnaryFunction.LeakyRelu(slope));

    /// <summary>x where it is positive, α(e^x - 1) elsewhere (Clevert et al. 2016, arXiv:1511.07289).</summary>
    /// <exception cref="ArgumentException">α is not above 0.</exception>
    public Tensor Elu(float alpha = 1f) =>
        alpha > 0f
            ? UnaryOperation.Apply(this, UnaryFunction.Elu(alpha))
            : throw new ArgumentException($"Elu: alpha is {alpha}; above 0 is needed.");

    /// <summary>xΦ(x) with the error function, as torch.nn.GELU (Hendrycks and Gimpel 2016, arXiv:1606.08415).</summary>
    public Tensor Gelu() => UnaryOperation.Apply(this, UnaryFunction.Gelu);

    /// <summary>x sigmoid(x).</summary>
    public Tensor Silu() => UnaryOperation.Apply(this, UnaryFunction.Silu);

    /// <summary>log(1 + e^x).</summary>
    public Tensor Softplus() => UnaryOperation.Apply(this, UnaryFunction.Softplus);

    /// <summary>tanh(a) ⊙ sigmoid(b), where a is the first half of the last axis and b the second: WaveNet's gate.</summary>
    /// <returns>The same shape with half as many values on the last axis.</returns>
    /// <exception cref="ArgumentException">The last axis has an odd size.</exception>
    public Tensor GatedTanh() => GatedTanhOperation.Apply(this);

    /// <summary>The softmax of the last axis.</summary>
    /// <param name="mask">
    /// Added first, negative infinity or a large negative number where nothing may pass; of a shape that broadcasts, such as [T, T] for
    /// [B, heads, T, T]. A row that is masked with infinity throughout gives zeros.
    /// </param>
    public Tensor Softmax(Tensor? mask = null) => SoftmaxOperation.Apply(mask is null ? this : this + mask, logarithm: false);

    /// <summary>The logarithm of the softmax of the last axis.</summary>
    public Tensor LogSoftmax() => SoftmaxOperation.Apply(this, logarithm: true);

    /// <summary>Drops numbers at random while training, and scales the others by 1/(1 - rate); nothing otherwise.</summary>
    /// <param name="rate">The share that is dropped, from 0 to below 1.</param>
    /// <exception cref="ArgumentException">The rate is outside [0, 1), or the first axis is not the batch.</exception>
    public Tensor Dropout(float rate) => DropoutOperation.Apply(this, rate);
}
