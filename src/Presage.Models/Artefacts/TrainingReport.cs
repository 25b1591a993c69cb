using Presage.Models.Evaluation;
using Presage.Models.Forecasting;

namespace Presage.Models.Artefacts;

/// <summary>How a training went, judged on the part of the data it never saw.</summary>
/// <param name="Fit">How the fit went.</param>
/// <param name="Task">The data behind it.</param>
/// <param name="Rows">The model on test, as an evaluation shows it: over all metrics, and for each.</param>
public sealed record TrainingReport(FitReport Fit, EvaluationTask Task, IReadOnlyList<EvaluationRow> Rows);
