namespace Presage.Cli.Commands;

/// <summary>A titled list at the end of a verb's help.</summary>
/// <param name="Title">What is listed.</param>
/// <param name="Entries">Name and explanation; a name that begins with a space belongs to the entry above.</param>
readonly record struct HelpSection(string Title, IReadOnlyList<(string Name, string Explanation)> Entries);
