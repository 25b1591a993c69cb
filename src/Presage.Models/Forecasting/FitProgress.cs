namespace Presage.Models.Forecasting;

/// <summary>Where a fit stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all, if it does not stop early.</param>
/// <param name="TrainLoss">The loss of the newest step.</param>
/// <param name="ValidationLoss">The newest error on the validation windows, when there is one.</param>
/// <param name="LearningRate">The rate of the newest step; 0 for a closed form.</param>
public sealed record FitProgress(int Step, int Steps, double TrainLoss, double? ValidationLoss, double LearningRate);
