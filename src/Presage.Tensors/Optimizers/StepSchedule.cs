namespace Presage.Tensors.Optimizers;

/// <summary>Multiplies the learning rate by a factor at regular steps: rate · factor^⌊(e - delay)/every⌋.</summary>
public sealed class StepSchedule : LearningRateSchedule
{
    readonly float _learningRate;
    readonly float _factor;
    readonly int _every;
    readonly int _delay;

    /// <summary>Creates a schedule.</summary>
    /// <param name="learningRate">The first rate.</param>
    /// <param name="factor">What it is multiplied by, in (0, 1].</param>
    /// <param name="every">Epochs between two steps, at least 1.</param>
    /// <param name="delay">Epochs before the first interval starts.</param>
    public StepSchedule(float learningRate, float factor, int every = 1, int delay = 0)
    {
        if (!(factor > 0 && factor <= 1))
        {
            throw new ArgumentException($"StepSchedule: a factor of {factor}; it must be in (0, 1].");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(delay);
        _learningRate = learningRate;
        _factor = factor;
        _every = every;
        _delay = delay;
    }

    /// <summary>Halves the rate after each epoch but the first: Time-Series-Library's <c>type1</c>, which adjusts once the epoch is over.</summary>
    public static StepSchedule Halving(float learningRate) => new(learningRate, 0.5f, every: 1, delay: 1);

    /// <inheritdoc />
    public override float At(double epoch)
    {
        var steps = Math.Floor(Math.Max(0d, epoch - _delay) / _every);
        return (float)(_learningRate * Math.Pow(_factor, steps));
    }
}
