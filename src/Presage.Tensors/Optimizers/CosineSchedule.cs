namespace Presage.Tensors.Optimizers;

/// <summary>Half a cosine from the full learning rate down to a last one, after an optional linear warm-up.</summary>
/// <remarks>
/// <code>
/// e &lt; w:  rate = full · e/w
/// else:    rate = last + (full - last)/2 · (1 + cos(π (e - w)/(E - w)))
/// </code>
/// Loshchilov and Hutter 2017 (arXiv:1608.03983) without restarts; at w = 0, last = 0 and whole e it is Time-Series-Library's <c>cosine</c>.
/// </remarks>
public sealed class CosineSchedule : LearningRateSchedule
{
    readonly float _full;
    readonly float _last;
    readonly double _epochs;
    readonly double _warmUp;

    /// <summary>Creates a schedule.</summary>
    /// <param name="learningRate">The full rate.</param>
    /// <param name="epochs">E, where the last rate is reached; it holds beyond.</param>
    /// <param name="warmUpEpochs">w, during which the rate rises from 0.</param>
    /// <param name="lastLearningRate">The rate at the end.</param>
    public CosineSchedule(float learningRate, double epochs, double warmUpEpochs = 0, float lastLearningRate = 0)
    {
        if (!(warmUpEpochs >= 0 && warmUpEpochs < epochs))
        {
            throw new ArgumentException($"CosineSchedule: a warm-up of {warmUpEpochs} epochs in {epochs}.");
        }

        _full = learningRate;
        _last = lastLearningRate;
        _epochs = epochs;
        _warmUp = warmUpEpochs;
    }

    /// <inheritdoc />
    public override float At(double epoch)
    {
        if (epoch < _warmUp)
        {
            return (float)(_full * epoch / _warmUp);
        }

        var progress = Math.Min(1d, (epoch - _warmUp) / (_epochs - _warmUp));
        return (float)(_last + (_full - _last) / 2d * (1d + Math.Cos(Math.PI * progress)));
    }
}
