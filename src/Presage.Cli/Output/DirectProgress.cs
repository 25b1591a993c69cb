namespace Presage.Cli.Output;

/// <summary>Hands each report on at once, in the thread that makes it; the framework's own class would queue them.</summary>
/// <param name="report">Takes a report.</param>
sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc />
    public void Report(T value) => report(value);
}
