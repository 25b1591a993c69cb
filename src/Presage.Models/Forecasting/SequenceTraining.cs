using Presage.Models.Training;

namespace Presage.Models.Forecasting;

/// <summary>How the neural peers are trained: all alike, so that a comparison is one of models.</summary>
static class SequenceTraining
{
    /// <summary>The settings as a card lists them.</summary>
    /// <param name="steps">Steps unless the user says otherwise.</param>
    /// <param name="batch">Windows in a batch, likewise.</param>
    /// <param name="learningRate">The highest learning rate, likewise.</param>
    public static IReadOnlyList<SettingCard> Cards(string steps, string batch, string learningRate) =>
    [
        new("steps", steps, "steps of the optimiser: 1 to 100000"),
        new("batch", batch, "windows in a batch: 1 to 1024"),
        new("learning-rate", learningRate, "the highest learning rate: 0.000001 to 1"),
    ];

    /// <summary>The training that settings ask for.</summary>
    public static TrainingSettings Of(ModelSettings settings) => new()
    {
        Steps = settings.GetInt32("steps", 1, 100_000),
        Batch = settings.GetInt32("batch", 1, 1024),
        LearningRate = (float)settings.GetDouble("learning-rate", 1e-6, 1),
        WeightDecay = 0f,
    };
}
