using System.Text.Json.Serialization;

namespace Presage.Cli.Reports;

/// <summary>Everything one HTML report shows; sections without content are left out of the page.</summary>
sealed record ReportDocument
{
    /// <summary>The heading and the browser's tab title.</summary>
    public required string Title { get; init; }

    /// <summary>When the report was made; the caller's clock decides.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version of the program that made it.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>A sentence under the heading, such as the model, the horizon and the data in one line.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Says plainly that the data are generated; null for data that came from outside.</summary>
    public string? GeneratedDataNotice { get; init; }

    /// <summary>The command line that makes this report again.</summary>
    public string? Command { get; init; }

    /// <summary>What a reader must know before trusting the numbers: short data, wide bands, skipped rows.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the data are: rows, series, time span, sampling interval, share missing.</summary>
    public IReadOnlyList<ReportFact> DataSummary { get; init; } = [];

    /// <summary>Whether times are Unix milliseconds; otherwise they count from the start of a trace and are shown as day and time.</summary>
    public bool HasCalendar { get; init; } = true;

    /// <summary>One chart per series, in the order shown.</summary>
    public IReadOnlyList<SeriesPanel> Series { get; init; } = [];

    /// <summary>One line per model in the chart of errors by forecast step.</summary>
    public IReadOnlyList<HorizonErrors> ErrorsByHorizon { get; init; } = [];

    /// <summary>The rows of the comparison table, in the order shown at first.</summary>
    public IReadOnlyList<ComparisonRow> Comparison { get; init; } = [];

    /// <summary>What the comparison measures: protocol, test span, number of windows, units of the errors, reference of the p-values.</summary>
    public string? ComparisonNote { get; init; }

    /// <summary>The length of one forecast step; names the horizons in minutes or hours beside the step count.</summary>
    [JsonIgnore]
    public TimeSpan? Step { get; init; }

    /// <summary><see cref="Step"/> as the page reads it.</summary>
    public double? StepSeconds => Step?.TotalSeconds;

    /// <summary>Which service calls which, with numbers to colour them by; null where no graph is known.</summary>
    public ServiceMap? Map { get; init; }

    /// <summary>The settings of the run, each as it was used and not as it was asked for.</summary>
    public IReadOnlyList<ReportFact> Settings { get; init; } = [];
}
