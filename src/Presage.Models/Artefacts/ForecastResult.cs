using Presage.Telemetry.Windows;

namespace Presage.Models.Artefacts;

/// <summary>Forecasts of everything in a frame that could be forecast.</summary>
/// <param name="History">What was known, in the metrics' own units.</param>
/// <param name="Series">Entity by entity, metric by metric.</param>
/// <param name="Skipped">Entities without enough observations at the end of their history.</param>
public sealed record ForecastResult(Frame History, IReadOnlyList<SeriesForecast> Series, IReadOnlyList<string> Skipped);
