namespace Presage.Models.Training;

/// <summary>What training makes small.</summary>
enum LossKind
{
    /// <summary>The mean squared error.</summary>
    Squared,

    /// <summary>The mean absolute error.</summary>
    Absolute,

    /// <summary>The mean squared error plus the weighted mean absolute error: the mean of a forecast where errors are small, nearer the median where they are large.</summary>
    Mixed,

    /// <summary>Squared up to one deviation, absolute beyond: bursts do not outweigh all else.</summary>
    Huber,
}
