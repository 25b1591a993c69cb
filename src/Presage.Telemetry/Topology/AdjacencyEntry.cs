namespace Presage.Telemetry.Topology;

/// <summary>One edge of an adjacency.</summary>
/// <param name="From">The caller's index.</param>
/// <param name="To">The callee's index.</param>
/// <param name="Value">What was asked for, see <see cref="EdgeValue"/>.</param>
public readonly record struct AdjacencyEntry(int From, int To, float Value);
