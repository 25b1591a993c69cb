namespace Presage.Models.Evaluation;

/// <summary>Passes a report on at once, on the reporting thread.</summary>
/// <param name="report">Called for each report.</param>
sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
