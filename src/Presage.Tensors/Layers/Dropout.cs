using Presage.Tensors.Autodiff;

namespace Presage.Tensors.Layers;

/// <summary>In training sets a random share of the values to 0 and scales the rest so that the mean stays; otherwise does nothing.</summary>
/// <remarks>Srivastava et al. 2014. What is dropped follows from the step's seed and the value's place in the batch, not from the threads.</remarks>
public sealed class Dropout : Layer
{
    readonly float _rate;

    /// <summary>Creates the layer; it has no parameters.</summary>
    /// <param name="rate">The share that is dropped, in [0, 1).</param>
    public Dropout(float rate)
    {
        if (!(rate >= 0 && rate < 1))
        {
            throw new ArgumentException($"Dropout: a rate of {rate}; it must be in [0, 1).");
        }

        _rate = rate;
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">Any shape whose first axis is the batch.</param>
    /// <returns>The same shape.</returns>
    public Tensor Apply(Tensor input) => _rate > 0 ? input.Dropout(_rate) : input;
}
