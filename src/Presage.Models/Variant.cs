namespace Presage.Models;

/// <summary>A model with some settings changed, shown by an evaluation beside the model itself.</summary>
/// <param name="Name">What differs, such as <c>without attention</c>.</param>
/// <param name="Overrides">The changed settings; they win over the user's.</param>
public sealed record Variant(string Name, IReadOnlyDictionary<string, string> Overrides);
