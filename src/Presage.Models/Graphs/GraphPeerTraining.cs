using Presage.Models.Forecasting;
using Presage.Models.Training;

namespace Presage.Models.Graphs;

/// <summary>How the published graph forecasters are trained: with the loss of their paper, validated each round, the best round kept.</summary>
static class GraphPeerTraining
{
    /// <summary>What every card says of it.</summary>
    public const string Changes = "Missing values are filled causally and never targets; each node is scaled by itself; the learning rate rises for "
        + "30 steps and falls along a cosine over fewer rounds than published; the last layer starts at zero.";

    const float GradientNorm = 5f;

    /// <summary>The settings as a card lists them.</summary>
    /// <param name="rounds">Passes over the windows unless the user says otherwise.</param>
    /// <param name="batch">Windows in a batch, likewise.</param>
    /// <param name="learningRate">The highest learning rate, likewise.</param>
    /// <param name="weightDecay">Decoupled weight decay, likewise.</param>
    /// <param name="loss">What training makes small, likewise.</param>
    public static IReadOnlyList<SettingCard> Cards(string rounds, string batch, string learningRate, string weightDecay, string loss) =>
    [
        new("rounds", rounds, "passes over the train windows: 1 to 10000"),
        new("batch", batch, "windows in a batch: 1 to 1024"),
        new("learning-rate", learningRate, "the highest learning rate: 0.000001 to 1"),
        new("weight-decay", weightDecay, "decoupled weight decay: 0 to 1"),
        new("loss", loss, "what training makes small", ["squared", "absolute", "mixed", "huber"]),
    ];

    /// <summary>The training that settings ask for.</summary>
    /// <param name="settings">Of one of the models.</param>
    /// <param name="task">The joint windows.</param>
    /// <param name="forecast">How the validation windows are forecast.</param>
    /// <param name="chunkItems">Windows that one thread computes together.</param>
    public static TrainingSettings Of(ModelSettings settings, ForecastTask task, ForecastBatch forecast, int chunkItems)
    {
        var training = new TrainingSettings
        {
            Batch = settings.GetInt32("batch", 1, 1024),
            LearningRate = (float)settings.GetDouble("learning-rate", 1e-6, 1),
            WeightDecay = (float)settings.GetDouble("weight-decay", 0, 1),
            Loss = TrainingSettings.LossOf(settings.GetText("loss")),
            GradientNorm = GradientNorm,
            AverageDecay = 0f,
            ValidationWindows = 512,
            ChunkItems = chunkItems,
            Forecast = forecast,
        };
        int round = training.StepsPerRound(task.Train.Count);
        return training with { Steps = checked(settings.GetInt32("rounds", 1, 10_000) * round), ValidationInterval = Math.Max(round, 20) };
    }
}
