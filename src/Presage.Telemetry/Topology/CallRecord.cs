namespace Presage.Telemetry.Topology;

/// <summary>One side's record of a call inside a trace.</summary>
/// <param name="Id">The call's id in its trace, as a digest.</param>
/// <param name="ParentId">The id of the call in which the caller was called; 0 at the top.</param>
/// <param name="Caller">Null when the record has lost it.</param>
/// <param name="Callee">Null when the record has lost it.</param>
/// <param name="CalleeKind">What the callee is.</param>
/// <param name="TimeMs">When it was recorded.</param>
/// <param name="LatencyMs">NaN when unknown.</param>
/// <param name="IsOfCallee">Whether the callee recorded it and not the caller.</param>
readonly record struct CallRecord(
    ulong Id, ulong ParentId, string? Caller, string? Callee, NodeKind CalleeKind, long TimeMs, double LatencyMs, bool IsOfCallee);
