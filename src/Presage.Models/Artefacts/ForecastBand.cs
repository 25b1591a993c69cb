namespace Presage.Models.Artefacts;

/// <summary>Where a share of outcomes is expected to lie.</summary>
/// <param name="Level">The share: .80 or .95.</param>
/// <param name="Lower">[H], the metric's own unit.</param>
/// <param name="Upper">[H], the metric's own unit.</param>
public sealed record ForecastBand(double Level, float[] Lower, float[] Upper);
