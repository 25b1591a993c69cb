namespace Presage.Models;

/// <summary>What a reader should know about a model before using it.</summary>
/// <param name="Id">The name on the command line, such as <c>ridge-raw</c>.</param>
/// <param name="Name">The name in a report.</param>
/// <param name="Task">What it does: <c>forecasting</c>.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Source">The paper and equations, or where the idea comes from.</param>
/// <param name="Changes">What differs from the source.</param>
/// <param name="Settings">Every setting it understands.</param>
public sealed record ModelCard(
    string Id, string Name, string Task, string Summary, string Source, string Changes, IReadOnlyList<SettingCard> Settings)
{
    /// <summary>Whether the seed changes the result; a model without chance is fitted once however many seeds are asked for.</summary>
    public bool UsesSeed { get; init; }
}
