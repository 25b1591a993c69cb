namespace Presage.Models.Training;

/// <summary>How the learning rate changes.</summary>
enum LearningRateSchedule
{
    /// <summary>It falls along a cosine to 0.</summary>
    Cosine,

    /// <summary>It is halved after each pass over the windows.</summary>
    HalvedEachRound,
}
