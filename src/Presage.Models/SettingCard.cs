namespace Presage.Models;

/// <summary>One setting of a model as the user may give it with <c>--set name=value</c>.</summary>
/// <param name="Name">The key, lower case with hyphens.</param>
/// <param name="Default">The value when nothing is given, as the user would write it.</param>
/// <param name="Description">What it does, with its range.</param>
/// <param name="Choices">The allowed words, or null when the value is a number.</param>
public sealed record SettingCard(string Name, string Default, string Description, IReadOnlyList<string>? Choices = null);
