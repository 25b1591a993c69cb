using Presage.Models.Forecasting;

namespace Presage.Models.Evaluation;

/// <summary>The honest comparison.</summary>
/// <param name="Protocol">How the data were used.</param>
/// <param name="Rows">One line a model, variant, horizon and seed, over all metrics.</param>
/// <param name="MetricRows">The same for each metric alone.</param>
/// <param name="Significance">The first model against every other.</param>
/// <param name="Tasks">The data behind the rows.</param>
public sealed record EvaluationResult(
    Protocol Protocol,
    IReadOnlyList<EvaluationRow> Rows,
    IReadOnlyList<EvaluationRow> MetricRows,
    IReadOnlyList<SignificanceRow> Significance,
    IReadOnlyList<EvaluationTask> Tasks)
{
    /// <summary>
    /// The mean absolute error of the first model at each entity and metric of the first task, over all steps and seeds, in the
    /// unit of the rows: [entity * metrics + metric], NaN where no target was observed. Empty where nothing was measured by entity.
    /// </summary>
    public IReadOnlyList<double> EntityErrors { get; init; } = [];

    /// <summary>
    /// Who listens to whom, as each model that learns it did with the first seed on the first task, in the mean over test windows;
    /// empty unless <see cref="EvaluationRequest.KeepLearnedGraphs"/>.
    /// </summary>
    public IReadOnlyList<(string Model, LearnedGraph Graph)> LearnedGraphs { get; init; } = [];
}
