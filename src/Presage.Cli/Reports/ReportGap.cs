namespace Presage.Cli.Reports;

/// <summary>A stretch without observations, from <paramref name="StartMs"/> to <paramref name="EndMs"/> (exclusive), in Unix milliseconds.</summary>
/// <param name="StartMs">The first missing grid time.</param>
/// <param name="EndMs">The next observed grid time.</param>
/// <param name="Reason">Why the values are missing, where it is known: no sample, out of range, repaired outlier.</param>
sealed record ReportGap(long StartMs, long EndMs, string? Reason = null);
