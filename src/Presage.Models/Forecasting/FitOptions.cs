namespace Presage.Models.Forecasting;

/// <summary>How to fit, apart from the model's own settings.</summary>
public sealed record FitOptions
{
    /// <summary>Decides every random choice; 1 by default. The same seed gives the same weights.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads the fit may use; 1 by default.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The most passes over the windows; null, the default, takes the model's own number.</summary>
    public int? Epochs { get; init; }

    /// <summary>Where a model that trains in steps keeps its newest state, so that it can be taken up again; null for nowhere.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Whether to go on from <see cref="CheckpointPath"/> when it exists.</summary>
    public bool Resume { get; init; }
}
