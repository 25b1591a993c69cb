using System.Collections.ObjectModel;

namespace Presage.Models.Evaluation;

/// <summary>One line of the comparison: a model, how it was set, some steps, one seed.</summary>
/// <param name="Model">The model's name on the command line.</param>
/// <param name="Variant">Empty for the model as asked for; otherwise what differs, or <c>ensemble of 3</c>.</param>
/// <param name="Horizon">The steps the row is about: <c>1</c>, <c>12</c>, <c>96</c>, <c>all</c>.</param>
/// <param name="Seed">The seed; null for a row over several.</param>
/// <param name="Metric">The one metric the row is about, or null for all together.</param>
/// <param name="Errors">Over every observed target.</param>
/// <param name="Bands">How honest and how sharp the bands were.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="TrainSeconds">Wall time of the fit.</param>
/// <param name="Epochs">Passes over the train windows.</param>
/// <param name="Lookback">T.</param>
/// <param name="Windows">Test windows, all of which were scored.</param>
public sealed record EvaluationRow(
    string Model,
    string Variant,
    string Horizon,
    int? Seed,
    string? Metric,
    ForecastMetrics Errors,
    RowBands Bands,
    long Parameters,
    double TrainSeconds,
    int Epochs,
    int Lookback,
    int Windows)
{
    /// <summary><see cref="Forecasting.FitReport.Learned"/> of the fit.</summary>
    public IReadOnlyDictionary<string, double> Learned { get; init; } = ReadOnlyDictionary<string, double>.Empty;
}
