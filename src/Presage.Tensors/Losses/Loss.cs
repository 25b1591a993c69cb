using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;

namespace Presage.Tensors.Losses;

/// <summary>Losses to train on: sums over a chunk, scaled by the caller, so that they add up to a mean over the batch.</summary>
/// <remarks>
/// Each is the run's loss scale × Σ weight × loss, as [1]. The caller of the runner gives the scale: one over the number of targets, or
/// over the sum of their weights, in the whole batch. Only the forecast has a gradient. A target of weight 0 does not count, even if it is NaN;
/// the weight may be of any shape that broadcasts to the target's.
/// </remarks>
public static class Loss
{
    /// <summary>Σ w (forecast - target)².</summary>
    /// <param name="forecast">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="weight">At least 0; null for 1.</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit; so for all of these.</exception>
    public static Tensor MeanSquaredError(Tensor forecast, Tensor target, Tensor? weight = null) =>
        LossOperation<LossFunctions.Squared>.Apply(default, forecast, target, weight);

    /// <summary>Σ w |forecast - target|.</summary>
    /// <param name="forecast">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="weight">At least 0; null for 1.</param>
    /// <returns>[1].</returns>
    public static Tensor MeanAbsoluteError(Tensor forecast, Tensor target, Tensor? weight = null) =>
        LossOperation<LossFunctions.Absolute>.Apply(default, forecast, target, weight);

    /// <summary>Σ w h(forecast - target), h(d) = d²/2 up to |d| = δ and δ(|d| - δ/2) beyond (Huber 1964), as torch.nn.HuberLoss.</summary>
    /// <param name="forecast">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="delta">δ, above 0.</param>
    /// <param name="weight">At least 0; null for 1.</param>
    /// <returns>[1].</returns>
    public static Tensor Huber(Tensor forecast, Tensor target, float delta = 1f, Tensor? weight = null) =>
        delta > 0f
            ? LossOperation<LossFunctions.Huber>.Apply(new LossFunctions.Huber(delta), forecast, target, weight)
            : throw new ArgumentException($"Huber: delta is {delta}; above 0 is needed.");

    /// <summary>Σ w max(q e, (q - 1) e) with e = target - forecast: least at the quantile q (Koenker and Bassett 1978).</summary>
    /// <param name="forecast">[any…, Q], one forecast for each level.</param>
    /// <param name="target">[any…].</param>
    /// <param name="levels">Q levels q between 0 and 1.</param>
    /// <param name="weight">[any…], at least 0; null for 1.</param>
    /// <returns>[1]: the sum over the levels, too, so that a mean over them divides the scale by Q.</returns>
    public static Tensor Quantile(Tensor forecast, Tensor target, ReadOnlySpan<float> levels, Tensor? weight = null) =>
        QuantileLossOperation.Apply(forecast, target, levels, weight);

    /// <summary>Σ w (-Σ_c p_c log softmax(x)_c): of classes, or of probabilities.</summary>
    /// <param name="logits">x [any…, C].</param>
    /// <param name="target">Classes [any…], whole numbers from 0 to C - 1, or probabilities p [any…, C].</param>
    /// <param name="weight">[any…], at least 0; null for 1.</param>
    /// <returns>[1].</returns>
    public static Tensor CrossEntropy(Tensor logits, Tensor target, Tensor? weight = null) =>
        CrossEntropyOperation.Apply(logits, target, weight);
}
