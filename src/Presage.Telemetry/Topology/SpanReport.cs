namespace Presage.Telemetry.Topology;

/// <summary>What was met while spans became a graph.</summary>
/// <param name="Spans">Spans that arrived.</param>
/// <param name="Traces">Traces they belong to; one whose spans came too far apart counts more than once.</param>
/// <param name="Duplicates">Spans that arrived again; the first one stays.</param>
/// <param name="Orphans">Spans that name a parent which never came.</param>
/// <param name="Late">Spans without their parent because their trace was taken as complete before.</param>
/// <param name="Shifted">Spans that were moved onto the clock of their parent's host.</param>
/// <param name="LargestShift">The largest such move.</param>
public sealed record SpanReport(long Spans, long Traces, long Duplicates, long Orphans, long Late, long Shifted, TimeSpan LargestShift);
