namespace Presage.Tensors.Kernels;

/// <summary>The numbers of one step of Adam.</summary>
/// <param name="Rate">The learning rate of this step.</param>
/// <param name="Beta1">Decay of the mean.</param>
/// <param name="Beta2">Decay of the mean square.</param>
/// <param name="Epsilon">Added to the root.</param>
/// <param name="Decay">Weight decay.</param>
/// <param name="Decoupled">Whether the decay shrinks the weights (AdamW) or joins the gradient (Adam).</param>
/// <param name="Correction1">1 - beta1^t at step t, from 1.</param>
/// <param name="Correction2">1 - beta2^t at step t, from 1.</param>
/// <param name="GradientScale">Factor on the gradient: less than 1 where it is clipped, 1 / B where it is a sum.</param>
readonly record struct AdamStep(
    float Rate, float Beta1, float Beta2, float Epsilon, float Decay, bool Decoupled, float Correction1, float Correction2,
    float GradientScale = 1);
