namespace Presage.Tensors.Optimizers;

/// <summary>The same learning rate throughout.</summary>
public sealed class ConstantSchedule(float learningRate) : LearningRateSchedule
{
    /// <inheritdoc />
    public override float At(double epoch) => learningRate;
}
