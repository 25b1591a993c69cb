using Presage.Cli.Output;
using Presage.Models.Artefacts;
using Presage.Models.WhatIf;
using Presage.Telemetry.Series;
using Presage.Telemetry.Topology;

namespace Presage.Cli.Forecasts;

/// <summary>A forecast with what its readers need around it.</summary>
/// <param name="Artefact">The artefact's path as the user gave it.</param>
/// <param name="Trained">What it holds.</param>
/// <param name="Recording">The data forecast from.</param>
/// <param name="Result">The forecasts.</param>
/// <param name="Steps">How many steps are shown.</param>
/// <param name="Zone">The zone times are shown in.</param>
/// <param name="WhatIf">The forecasts under a hypothetical load; null where none was asked for.</param>
sealed record ForecastView(
    string Artefact, TrainedForecaster Trained, Recording Recording, ForecastResult Result, int Steps, TimeZoneInfo Zone, WhatIfResult? WhatIf = null)
{
    /// <summary>Which entity calls which; null where that was not read.</summary>
    public ServiceGraph? Graph { get; init; }

    /// <summary>Writes times as the data count them.</summary>
    public TimeText Times { get; } = new(Recording.HasCalendar, Zone);

    /// <summary>The newest known value of a series; NaN where its newest bin lacks this metric.</summary>
    public float NewestValue(SeriesForecast series) => RecentValues(series)[^1];

    /// <summary>The values of a series that its forecast was made from, as many steps as the model looks back; NaN where none was observed.</summary>
    public ReadOnlySpan<float> RecentValues(SeriesForecast series)
    {
        var history = Result.History;
        var end = (int)((series.OriginMs - history.StartMs) / history.StepMs) + 1;
        return history.Values(IndexOf(history.Entities, series.Entity), IndexOf(history.Metrics, series.Metric))[Math.Max(0, end - Trained.Window.Lookback)..end];
    }

    /// <summary>Where a name stands in a list that has it.</summary>
    public static int IndexOf(IReadOnlyList<string> names, string name) => names.Index().First(one => one.Item == name).Index;
}
