using System.Globalization;
using Presage.Cli.Comparison;
using Presage.Cli.Output;
using Presage.Cli.Reports;

namespace Presage.Cli.Forecasts;

/// <summary>A forecast as a page.</summary>
static class ForecastReport
{
    /// <summary>Collects the page.</summary>
    /// <param name="view">The forecast.</param>
    /// <param name="createdAt">When.</param>
    /// <param name="command">The command line that makes it again.</param>
    public static ReportDocument Create(ForecastView view, DateTimeOffset createdAt, string command)
    {
        var trained = view.Trained;
        return new ReportDocument
        {
            Title = $"Forecast of {Path.GetFileName(view.Recording.Source.TrimEnd('/'))}",
            Subtitle = string.Create(
                CultureInfo.InvariantCulture,
                $"{trained.Forecaster.Card.Name}, {view.Steps} steps of {DurationText.Show(TimeSpan.FromMilliseconds(trained.Grid.StepMs))}"),
            CreatedAt = createdAt,
            ProgramVersion = RunEnvironment.Version,
            Command = command,
            HasCalendar = view.Recording.HasCalendar,
            GeneratedDataNotice = ComparisonReport.GeneratedNotice(view.Recording),
            Warnings =
            [
                .. view.WhatIf is { } whatIf ? WhatIfAnswer.Warnings(whatIf) : [],
                .. view.Result.Skipped.Select(entity => $"{entity}: not enough observations at the end of its history; no forecast."),
            ],
            DataSummary = RecordingFacts.Of(view.Recording, view.Result.History),
            Series = view.WhatIf is null ? ForecastPanels.Of(view.Result, trained, view.Steps) : ForecastPanels.Of(view.WhatIf, trained, view.Steps),
            Map = ForecastMap.Of(view),
            Step = TimeSpan.FromMilliseconds(trained.Grid.StepMs),
            Settings =
            [
                new("artefact", view.Artefact),
                new("model", trained.Forecaster.Card.Id),
                new("look-back", trained.Window.Lookback.ToString(CultureInfo.InvariantCulture)),
                new("trained on", trained.Data.Source),
                .. trained.Settings.Given.Select(setting => new ReportFact(setting.Key, setting.Value)),
            ],
        };
    }
}
