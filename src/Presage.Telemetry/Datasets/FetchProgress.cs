namespace Presage.Telemetry.Datasets;

/// <summary>How far a file has been fetched.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Bytes">What is on disk.</param>
/// <param name="TotalBytes">What there will be; null when the server does not say.</param>
public readonly record struct FetchProgress(string File, long Bytes, long? TotalBytes);
