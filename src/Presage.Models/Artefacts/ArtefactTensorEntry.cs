namespace Presage.Models.Artefacts;

/// <summary>A line of an artefact's list of tensors.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Shape">The length of each axis, slowest first.</param>
sealed record ArtefactTensorEntry(string Name, int[] Shape);
