using System.Text.Json.Serialization;

namespace Presage.Cli.Reports;

/// <summary>One chart: the history of a series, a "now" line, and the forecast with its bands beyond it.</summary>
/// <remarks>Times are Unix milliseconds and rise strictly; a value that is not finite is a gap in the line.</remarks>
sealed record SeriesPanel
{
    /// <summary>The series in the user's own words, such as <c>m_1932 cpu</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The unit on the value axis; empty for a plain number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The model that made the forecast; null for a chart of history alone.</summary>
    public string? Model { get; init; }

    /// <summary>The end of what the model was shown; null for a chart of history alone.</summary>
    public long? NowMs { get; init; }

    /// <summary>[T], the times of <see cref="History"/>.</summary>
    public required IReadOnlyList<long> HistoryTimesMs { get; init; }

    /// <summary>[T], the observed values; NaN where none was observed.</summary>
    [JsonConverter(typeof(PlotValuesJsonConverter))]
    public required IReadOnlyList<double> History { get; init; }

    /// <summary>[H], the times of the forecast.</summary>
    public IReadOnlyList<long> ForecastTimesMs { get; init; } = [];

    /// <summary>[H], the median (or the point forecast of a model without quantiles).</summary>
    [JsonConverter(typeof(PlotValuesJsonConverter))]
    public IReadOnlyList<double> Median { get; init; } = [];

    /// <summary>The bands around the median, in any order.</summary>
    public IReadOnlyList<ForecastBand> Bands { get; init; } = [];

    /// <summary>[H], what happened after "now", where it is known; empty where the future is still open.</summary>
    [JsonConverter(typeof(PlotValuesJsonConverter))]
    public IReadOnlyList<double> Outcome { get; init; } = [];

    /// <summary>The stretches without observations inside the history, shaded in the chart and counted below it.</summary>
    public IReadOnlyList<ReportGap> Gaps { get; init; } = [];

    /// <summary>Throws where two lists that belong together differ in length.</summary>
    /// <exception cref="ArgumentException">A list of values is not as long as its times.</exception>
    internal void Validate()
    {
        RequireLength(nameof(History), History.Count, HistoryTimesMs.Count);
        RequireLength(nameof(Median), Median.Count, ForecastTimesMs.Count);
        foreach (var band in Bands)
        {
            RequireLength($"band {band.Coverage} {nameof(band.Lower)}", band.Lower.Count, ForecastTimesMs.Count);
            RequireLength($"band {band.Coverage} {nameof(band.Upper)}", band.Upper.Count, ForecastTimesMs.Count);
        }

        if (Outcome.Count > 0)
        {
            RequireLength(nameof(Outcome), Outcome.Count, ForecastTimesMs.Count);
        }
    }

    void RequireLength(string what, int values, int times)
    {
        if (values != times)
        {
            throw new ArgumentException($"Series '{Name}': {what} has {values} values for {times} times.");
        }
    }
}
