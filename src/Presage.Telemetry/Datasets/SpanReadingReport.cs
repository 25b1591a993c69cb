namespace Presage.Telemetry.Datasets;

/// <summary>What was met while reading spans.</summary>
/// <param name="Spans">Spans that were handed on.</param>
/// <param name="Skipped">Malformed rows left out because the caller allowed it.</param>
/// <param name="Unselected">Spans outside the asked times.</param>
/// <param name="Files">The files that were read, in their order.</param>
public sealed record SpanReadingReport(long Spans, long Skipped, long Unselected, IReadOnlyList<string> Files);
