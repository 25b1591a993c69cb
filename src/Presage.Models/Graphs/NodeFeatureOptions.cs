namespace Presage.Models.Graphs;

/// <summary>What a linear forecast of a node may look at beyond its own window.</summary>
/// <param name="Graph">What its neighbours do.</param>
/// <param name="Days">What earlier days did at these times.</param>
/// <param name="Metrics">What its other metrics do: a latency follows from the load.</param>
/// <param name="FollowsLevel">Whether a window is described as if it were at its usual level, where that of the last hour is unlike any before.</param>
readonly record struct NodeFeatureOptions(bool Graph, bool Days, bool Metrics = false, bool FollowsLevel = false);
