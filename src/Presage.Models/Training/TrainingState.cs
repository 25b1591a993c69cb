namespace Presage.Models.Training;

/// <summary>Where a training run stands.</summary>
sealed class TrainingState
{
    /// <summary>Steps done.</summary>
    public int Step { get; set; }

    /// <summary>Validations since the best one.</summary>
    public int Stale { get; set; }

    /// <summary>The lowest validation error so far.</summary>
    public double BestValidation { get; set; } = double.PositiveInfinity;

    /// <summary>A running average of the training loss.</summary>
    public double TrainLoss { get; set; }
}
