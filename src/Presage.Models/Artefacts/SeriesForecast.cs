namespace Presage.Models.Artefacts;

/// <summary>The forecast of one metric of one entity, in its own unit.</summary>
/// <param name="Entity">The entity's name.</param>
/// <param name="Metric">The metric's name.</param>
/// <param name="OriginMs">The start of the newest bin that was known.</param>
/// <param name="TimesMs">[H]: the start of each forecast bin, in the data's own time.</param>
/// <param name="Point">[H].</param>
/// <param name="Bands">One for each level, rising.</param>
/// <param name="IsScaledByOwnHistory">Whether the entity was not in the train data.</param>
public sealed record SeriesForecast(
    string Entity,
    string Metric,
    long OriginMs,
    IReadOnlyList<long> TimesMs,
    float[] Point,
    IReadOnlyList<ForecastBand> Bands,
    bool IsScaledByOwnHistory);
