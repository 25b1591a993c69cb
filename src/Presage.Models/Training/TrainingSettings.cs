namespace Presage.Models.Training;

/// <summary>How a network is trained.</summary>
sealed record TrainingSettings
{
    /// <summary>Windows in a batch.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Steps of the optimiser.</summary>
    public int Steps { get; init; } = 900;

    /// <summary>The learning rate at its highest.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Steps over which the learning rate rises.</summary>
    public int WarmUpSteps { get; init; } = 30;

    /// <summary>How the learning rate falls.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>Decoupled weight decay.</summary>
    public float WeightDecay { get; init; } = 1e-2f;

    /// <summary>The largest norm of a gradient; a larger one is scaled down.</summary>
    public float GradientNorm { get; init; } = 1f;

    /// <summary>The decay of the running average of the weights, which is what is validated and kept; 0 keeps the weights themselves.</summary>
    public float AverageDecay { get; init; } = 0.99f;

    /// <summary>Steps between validations.</summary>
    public int ValidationInterval { get; init; } = 100;

    /// <summary>Whether the weights before the first step are a candidate: a network that training makes worse is then not trained.</summary>
    public bool ValidatesStart { get; init; } = true;

    /// <summary>Validations without a new best after which training stops.</summary>
    public int Patience { get; init; } = int.MaxValue;

    /// <summary>At most so many validation windows are looked at, evenly spread.</summary>
    public int ValidationWindows { get; init; } = 4096;

    /// <summary>What training makes small.</summary>
    public LossKind Loss { get; init; } = LossKind.Squared;

    /// <summary>What an absolute error weighs beside a squared one, in <see cref="LossKind.Mixed"/> and wherever validation chooses.</summary>
    public float AbsoluteWeight { get; init; } = 1f;

    /// <summary>Windows that one thread computes together.</summary>
    public int ChunkItems { get; init; } = 8;

    /// <summary>How the validation windows are forecast.</summary>
    public ForecastBatch Forecast { get; init; } = ForecastBatch.Usual;

    /// <summary>Steps in which every window is seen once.</summary>
    public int StepsPerRound(int windows) => (windows + Batch - 1) / Batch;

    /// <summary>A loss by the name that settings give it.</summary>
    public static LossKind LossOf(string name) => name switch
    {
        "squared" => LossKind.Squared,
        "absolute" => LossKind.Absolute,
        "mixed" => LossKind.Mixed,
        _ => LossKind.Huber,
    };
}
