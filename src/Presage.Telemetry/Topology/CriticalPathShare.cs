namespace Presage.Telemetry.Topology;

/// <summary>How much of the length of requests one service decides.</summary>
/// <param name="Service">The service.</param>
/// <param name="Share">Its part of the length of all critical paths together, in [0, 1].</param>
/// <param name="MeanMs">The time it decides of a trace that it is on the critical path of, in milliseconds.</param>
/// <param name="Traces">How many traces it is on the critical path of.</param>
public readonly record struct CriticalPathShare(string Service, double Share, double MeanMs, long Traces);
