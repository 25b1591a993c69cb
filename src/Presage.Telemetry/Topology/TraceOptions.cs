namespace Presage.Telemetry.Topology;

/// <summary>How long a trace is waited for.</summary>
public sealed record TraceOptions
{
    /// <summary>
    /// How far the spans that arrive must be past a trace's last arrival before it is taken as complete; five minutes by
    /// default. A span that comes later is counted as late and stands without its parent.
    /// </summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most spans that wait for the rest of their traces; a million by default. The longest untouched trace goes first.</summary>
    public int MaximumOpenSpans { get; init; } = 1_000_000;
}
