namespace Presage.Models.Training;

/// <summary>What training makes small.</summary>
enum LossKind
{
    /// <summary>The mean squared error.</summary>
    Squared,

    /// <summary>The mean absolute error.</summary>
    Absolute,

    /// <summary>Squared up to one deviation, absolute beyond: bursts do not outweigh all else.</summary>
    Huber,
}
