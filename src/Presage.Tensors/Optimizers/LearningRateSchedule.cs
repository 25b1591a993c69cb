namespace Presage.Tensors.Optimizers;

/// <summary>How the learning rate changes while a model is trained.</summary>
public abstract class LearningRateSchedule
{
    /// <summary>The learning rate at a point of training.</summary>
    /// <param name="epoch">Passes over the training data so far; 2.5 is the middle of the third.</param>
    public abstract float At(double epoch);

    /// <summary>Tells the schedule how good the model is after an epoch; most do not care.</summary>
    /// <param name="validationLoss">Smaller is better.</param>
    public virtual void Observe(double validationLoss)
    {
    }

    /// <summary>Writes what the schedule remembers of its observations.</summary>
    public virtual void SaveState(BinaryWriter writer)
    {
    }

    /// <summary>Takes up what <see cref="SaveState"/> wrote.</summary>
    public virtual void LoadState(BinaryReader reader)
    {
    }
}
