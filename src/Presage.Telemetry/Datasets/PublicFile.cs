namespace Presage.Telemetry.Datasets;

/// <summary>One file of a public data set.</summary>
/// <param name="Name">Its name on disk.</param>
/// <param name="Address">Where its owner publishes it.</param>
/// <param name="Sha256">The checksum of its bytes in lower-case hexadecimal; null when none is known, so that it stays unchecked.</param>
/// <param name="About">Its size, roughly, for a person to decide.</param>
public sealed record PublicFile(string Name, Uri Address, string? Sha256, string About);
