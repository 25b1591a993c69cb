namespace Presage.Tensors.Optimizers;

/// <summary>Lowers the learning rate when the validation loss has stopped falling.</summary>
public sealed class PlateauSchedule : LearningRateSchedule
{
    readonly float _factor;
    readonly int _patience;
    readonly float _minimum;
    float _learningRate;
    double _best = double.PositiveInfinity;
    int _waited;

    /// <summary>Creates a schedule.</summary>
    /// <param name="learningRate">The first rate.</param>
    /// <param name="factor">What it is multiplied by, in (0, 1).</param>
    /// <param name="patience">Epochs without a new best loss that are borne; the next one lowers the rate.</param>
    /// <param name="minimum">The rate is never below this.</param>
    public PlateauSchedule(float learningRate, float factor = 0.5f, int patience = 2, float minimum = 0f)
    {
        if (!(factor > 0 && factor < 1))
        {
            throw new ArgumentException($"PlateauSchedule: a factor of {factor}; it must be in (0, 1).");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        _learningRate = learningRate;
        _factor = factor;
        _patience = patience;
        _minimum = minimum;
    }

    /// <inheritdoc />
    public override float At(double epoch) => _learningRate;

    /// <inheritdoc />
    public override void Observe(double validationLoss)
    {
        if (validationLoss < _best)
        {
            _best = validationLoss;
            _waited = 0;
        }
        else if (++_waited > _patience)
        {
            _learningRate = Math.Max(_minimum, _learningRate * _factor);
            _waited = 0;
        }
    }

    /// <inheritdoc />
    public override void SaveState(BinaryWriter writer)
    {
        writer.Write(_learningRate);
        writer.Write(_best);
        writer.Write(_waited);
    }

    /// <inheritdoc />
    public override void LoadState(BinaryReader reader)
    {
        _learningRate = reader.ReadSingle();
        _best = reader.ReadDouble();
        _waited = reader.ReadInt32();
    }
}
