namespace Presage.Telemetry.Topology;

/// <summary>One span on the critical path of a trace.</summary>
/// <param name="Index">The span's index in its <see cref="TraceTree"/>.</param>
/// <param name="SelfNs">How much of the trace's length it decides itself, in nanoseconds.</param>
public readonly record struct CriticalPathStep(int Index, long SelfNs);
