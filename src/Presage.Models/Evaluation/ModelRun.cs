using Presage.Models.Calibration;
using Presage.Models.Forecasting;

namespace Presage.Models.Evaluation;

/// <summary>One fit of an evaluation and everything that is kept of it.</summary>
/// <param name="Entry">The model.</param>
/// <param name="Variant">Empty for the model as asked for.</param>
/// <param name="Settings">Checked against the model's card.</param>
/// <param name="TaskIndex">Which of the protocol's tasks.</param>
/// <param name="Seed">The seed.</param>
sealed record ModelRun(ModelEntry Entry, string Variant, ModelSettings Settings, int TaskIndex, int Seed)
{
    /// <summary>What the scoring found; null before.</summary>
    public ForecastScore? Score { get; set; }

    /// <summary>How the fit went; null before.</summary>
    public FitReport? Report { get; set; }

    /// <summary>How many numbers were learned.</summary>
    public long Parameters { get; set; }

    /// <summary>What says how uncertain each forecast is; null before, and without train windows.</summary>
    public QuantileHead? Head { get; private set; }

    /// <summary>[window, H, N] of the online windows, kept only until the ensemble of the seeds has been scored.</summary>
    public float[]? Forecasts { get; set; }

    /// <summary>Which node listens to which, in the mean over test windows; empty where that was not asked for, or is not learned.</summary>
    public IReadOnlyList<LearnedGraph> LearnedGraphs { get; private set; } = [];

    /// <summary>Fits, forecasts validation and test, and scores.</summary>
    public void Execute(
        EvaluationTask task, FitOptions options, bool keepForecasts, bool keepGraphs, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        using var forecaster = Entry.Create(Settings);
        Report = forecaster.Fit(task.ForecastTask, options, progress, cancellationToken);
        Parameters = forecaster.ParameterCount;
        float[] forecasts = WindowForecasts.Compute(forecaster, task.Online, cancellationToken);
        if (keepForecasts)
        {
            Forecasts = [.. forecasts];
        }

        if (keepGraphs && forecaster is ILearnsGraph learner)
        {
            LearnedGraphs = learner.LearnedGraphs(task.Test, cancellationToken);
        }

        Head = QuantileHeadTraining.Fit(forecaster, task.Train, cancellationToken);
        Score = ForecastScore.Of(task, forecasts, Head);
    }
}
