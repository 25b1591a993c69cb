using Presage.Models.Forecasting;

namespace Presage.Models.Training;

/// <summary>How the published linear models are trained: Adam, batches of 32, ten rounds, the rate halved after each.</summary>
/// <remarks>The defaults of the Time-Series-Library of Tsinghua University, from which the published tables come.</remarks>
static class LinearTraining
{
    /// <summary>The setting that gives each metric a map of its own.</summary>
    public const string Individual = "individual";

    /// <summary>The settings as a card lists them.</summary>
    public static IReadOnlyList<SettingCard> Cards { get; } =
    [
        new(Individual, "off", "a map of its own for each metric instead of one for all", ["on", "off"]),
        new("learning-rate", "0.005", "the learning rate of the first round: 0.000001 to 1"),
        new("rounds", "10", "passes over the train windows at most: 1 to 1000"),
        new("batch", "32", "windows in a batch: 1 to 1024"),
    ];

    /// <summary>The training of a task.</summary>
    public static TrainingSettings Of(ModelSettings settings, ForecastTask task)
    {
        var training = new TrainingSettings
        {
            Batch = settings.GetInt32("batch", 1, 1024),
            LearningRate = (float)settings.GetDouble("learning-rate", 1e-6, 1),
            Schedule = LearningRateSchedule.HalvedEachRound,
            WarmUpSteps = 0,
            WeightDecay = 0f,
            GradientNorm = float.PositiveInfinity,
            AverageDecay = 0f,
            Patience = 3,
            ValidationWindows = int.MaxValue,
            ValidatesStart = false,
            ChunkItems = 32,
        };
        var round = training.StepsPerRound(task.Train.Count);
        return training with { Steps = settings.GetInt32("rounds", 1, 1000) * round, ValidationInterval = round };
    }
}
