using Presage.Models.Forecasting;

namespace Presage.Models.Evaluation;

/// <summary>Where an evaluation stands; told from several threads.</summary>
/// <param name="Model">The model at work.</param>
/// <param name="Variant">Its variant; empty for the model itself.</param>
/// <param name="Horizon">H of its fit.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Fit">Where its fit stands; null when the run has just ended.</param>
/// <param name="FinishedRuns">Runs (fit and scoring) that are done.</param>
/// <param name="TotalRuns">Runs in all.</param>
public sealed record EvaluationProgress(
    string Model, string Variant, int Horizon, int Seed, FitProgress? Fit, int FinishedRuns, int TotalRuns);
