using System.Globalization;
using Presage.Cli.Output;
using Presage.Models.Evaluation;

namespace Presage.Cli.Comparison;

/// <summary>Shows an evaluation's progress: one bar for all runs, and one for each fit at work.</summary>
static class EvaluationBars
{
    /// <summary>Reports to <paramref name="progress"/>.</summary>
    public static IProgress<EvaluationProgress> On(IWorkProgress progress) => new DirectProgress<EvaluationProgress>(at =>
    {
        progress.Report("all runs", (double)at.FinishedRuns / at.TotalRuns, $"{at.FinishedRuns} of {at.TotalRuns}");
        var name = at.Variant.Length == 0 ? at.Model : $"{at.Model}, {at.Variant}";
        progress.Report(
            string.Create(CultureInfo.InvariantCulture, $"{name} ({at.Horizon} steps, seed {at.Seed})"),
            at.Fit is null ? 1 : FitBar.Share(at.Fit),
            at.Fit is null ? "" : FitBar.Detail(at.Fit));
    });
}
