namespace Presage.Tensors.Kernels;

/// <summary>Which attention weights a step drops: a decision for each place in the whole batch, however it is cut.</summary>
/// <param name="Rate">The share that is dropped, in [0, 1).</param>
/// <param name="Key">Chooses the sequence of decisions.</param>
/// <param name="FirstItem">The place in the batch of the first sequence.</param>
readonly record struct WeightDropout(float Rate, ulong Key, long FirstItem);
