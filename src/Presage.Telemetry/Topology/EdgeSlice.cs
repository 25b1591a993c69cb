namespace Presage.Telemetry.Topology;

/// <summary>The calls over one edge in one slice of time.</summary>
/// <param name="StartMs">The start of the slice, a multiple of <see cref="ServiceGraph.SliceMs"/>.</param>
/// <param name="Statistics">Calls that began in the slice.</param>
public readonly record struct EdgeSlice(long StartMs, CallStatistics Statistics);
