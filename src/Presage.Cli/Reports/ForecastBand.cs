using System.Text.Json.Serialization;

namespace Presage.Cli.Reports;

/// <summary>A prediction band around the median, in the units of its series.</summary>
/// <param name="Coverage">The share of outcomes the band is made to hold, in (0, 1): 0.8 or 0.95.</param>
/// <param name="Lower">[H], one bound per forecast time.</param>
/// <param name="Upper">[H], never below <paramref name="Lower"/>.</param>
sealed record ForecastBand(
    double Coverage,
    [property: JsonConverter(typeof(PlotValuesJsonConverter))] IReadOnlyList<double> Lower,
    [property: JsonConverter(typeof(PlotValuesJsonConverter))] IReadOnlyList<double> Upper);
