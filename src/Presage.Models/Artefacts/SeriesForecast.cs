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
    bool IsScaledByOwnHistory)
{
    /// <summary>The same forecast, not below 0 where the metric never was; no outcome leaves a band by that.</summary>
    /// <param name="history">What was observed; NaN where nothing was.</param>
    internal SeriesForecast WithinReachOf(ReadOnlySpan<float> history)
    {
        foreach (float value in history)
        {
            if (value < 0)
            {
                return this;
            }
        }

        return this with
        {
            Point = NotNegative(Point),
            Bands = [.. Bands.Select(band => band with { Lower = NotNegative(band.Lower), Upper = NotNegative(band.Upper) })],
        };
    }

    static float[] NotNegative(float[] values) => Array.ConvertAll(values, value => MathF.Max(0, value));
}
