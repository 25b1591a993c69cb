using System.Globalization;
using Presage.Models.Forecasting;

namespace Presage.Cli.Output;

/// <summary>Shows how one fit stands.</summary>
static class FitBar
{
    /// <summary>Reports to <paramref name="progress"/> under the model's name.</summary>
    public static IProgress<FitProgress> On(IWorkProgress progress, string model) => new DirectProgress<FitProgress>(at =>
        progress.Report(model, Share(at), Detail(at)));

    /// <summary>How much is done, in [0, 1].</summary>
    public static double Share(FitProgress at) => (double)at.Step / Math.Max(1, at.Steps);

    /// <summary>The newest error on the validation windows, where there is one.</summary>
    public static string Detail(FitProgress at) =>
        at.ValidationLoss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"validation {loss:0.0000}") : "";
}
