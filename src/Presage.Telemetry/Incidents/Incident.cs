namespace Presage.Telemetry.Incidents;

/// <summary>Something that went wrong, known for certain: what detection should find and a search for root causes should name.</summary>
public sealed record Incident
{
    const string Arrow = "->";

    /// <summary>What went wrong, as its source calls it, in lower case with hyphens: <c>cpu-contention</c>, <c>network-delay</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where, as its source names it: a service, a pod, an edge <c>caller->callee</c>, an entry <c>service/operation</c>, a machine.</summary>
    public required string Target { get; init; }

    /// <summary>The services it sits in, without the names of pods; at least one.</summary>
    public required IReadOnlyList<string> Services { get; init; }

    /// <summary>When it began, in Unix milliseconds.</summary>
    public required long StartMs { get; init; }

    /// <summary>When it was over, in Unix milliseconds, exclusive; null when its source does not say.</summary>
    public long? EndMs { get; init; }

    /// <summary>How bad it was, in (0, 1]; null when its source does not say.</summary>
    public double? Severity { get; init; }

    /// <summary>How it began.</summary>
    public IncidentOnset Onset { get; init; }

    /// <summary>Caller and callee of an incident on an edge; null for others.</summary>
    public (string Caller, string Callee)? Edge =>
        Target.IndexOf(Arrow, StringComparison.Ordinal) is > 0 and var at ? (Target[..at], Target[(at + Arrow.Length)..]) : null;
}
