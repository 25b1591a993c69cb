using Presage.Telemetry.Windows;

namespace Presage.Models.Artefacts;

/// <summary>How the samples a model was trained on became bins, so that new samples become bins the same way.</summary>
/// <param name="StepMs">The width of a bin in milliseconds.</param>
/// <param name="HasCalendar">Whether times were Unix milliseconds.</param>
/// <param name="TrainEndMs">The end of the train bins: errors on older data are errors on what was learned.</param>
/// <param name="Aggregation">How a bin's samples became one value.</param>
/// <param name="MetricAggregations">Metrics that differ from it.</param>
public sealed record ArtefactGrid(
    long StepMs,
    bool HasCalendar,
    long TrainEndMs,
    Aggregation Aggregation,
    IReadOnlyDictionary<string, Aggregation> MetricAggregations);
